using NLog;
using Pollinate.Abstractions;

namespace Pollinate.Host.Logging;

/// <summary>
/// An event of the log as it is written: text alone, without secrets, and what is known of the request. Nothing in it belongs
/// to a plugin or holds a request's body, however long it waits.
/// </summary>
internal sealed class LogRecord : LogEventInfo
{
    public LogRecord(NLog.LogLevel level, string logger, string message)
        : base(level, logger, message)
    {
    }

    /// <summary>The event's number and name, as the daemon's code has them.</summary>
    public Microsoft.Extensions.Logging.EventId EventId { get; init; }

    /// <summary>The values in the message by their names; only where they are written.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Arguments { get; init; } = [];

    public string? RequestId { get; init; }

    public string? GlobalRequestId { get; init; }

    public string? InstanceId { get; init; }

    public Caller? Caller { get; init; }

    /// <summary>The exception in full; null when there is none.</summary>
    public string? Trace { get; init; }

    /// <summary>The exception's first line; null when there is none.</summary>
    public string? Summary => Trace?.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? Trace[..end] : Trace;
}
