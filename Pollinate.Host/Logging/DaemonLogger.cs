using Pollinate.Host.RequestIds;

namespace Pollinate.Host.Logging;

/// <summary>One logger. Safe for any thread.</summary>
/// <param name="name">Its category.</param>
/// <param name="provider">The log.</param>
/// <param name="isRehearsal">Its lines are put together and not written.</param>
internal sealed class DaemonLogger(string name, LogProvider provider, bool isRehearsal = false) : ILogger
{
    private const int MostOfInstanceId = 64;

    private volatile Known? _known;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        if (logLevel == LogLevel.None)
            return false;
        var known = _known;
        if (known?.State != provider.State)
            _known = known = Look();
        return known!.Native is { } native ? native.IsEnabled(LevelNames.ToNLog(logLevel)) : logLevel >= known.Level;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var settings = provider.State.Settings;
        if (!isRehearsal && settings.RateLimit is { } limit && !limit.TryTake(logLevel, out var isFirst))
        {
            if (isFirst)
                provider.Queue.Add(new(NLog.LogLevel.Error, typeof(RateLimit).FullName!, limit.Notice) { EventId = new(1002, "RateLimited") });
            return;
        }

        var redactor = provider.Redactor;
        var request = RequestIdPair.Current;
        var trace = exception is null ? null : redactor.Redact(exception.ToString());
        var line = new LogRecord(LevelNames.ToNLog(logLevel), name, redactor.Redact(formatter(state, exception)))
        {
            EventId = eventId,
            Trace = trace,
            Exception = trace is null ? null : new LoggedException(trace),
            Arguments = settings.Options.UseJson && state is IReadOnlyList<KeyValuePair<string, object?>> values ? Texts(values) : [],
            RequestId = request?.RequestId,
            GlobalRequestId = request?.GlobalRequestId,
            InstanceId = request?.InstanceId is { Length: > 0 } id ? redactor.Redact(id.Length <= MostOfInstanceId ? id : id[..MostOfInstanceId]) : null,
            Caller = request?.Caller,
        };
        if (_known?.Native is not null)
            AddProperties(line);
        if (isRehearsal)
            return;
        provider.Queue.Add(line);
        if (logLevel == LogLevel.Critical)
            provider.Queue.Flush(TimeSpan.FromSeconds(1));
    }

    /// <summary>For <c>${event-properties}</c> in the operator's file.</summary>
    private static void AddProperties(LogRecord line)
    {
        line.Properties["EventId"] = line.EventId.Id;
        line.Properties["RequestId"] = line.RequestId;
        line.Properties["GlobalRequestId"] = line.GlobalRequestId;
        line.Properties["InstanceId"] = line.InstanceId;
        line.Properties["UserId"] = line.Caller?.UserId;
        line.Properties["ProjectId"] = line.Caller?.ProjectId;
    }

    private List<KeyValuePair<string, string?>> Texts(IReadOnlyList<KeyValuePair<string, object?>> values) =>
    [
        .. values.Where(pair => pair.Key != "{OriginalFormat}")
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : (string?)provider.Redactor.Redact(Convert.ToString(pair.Value, System.Globalization.CultureInfo.InvariantCulture) ?? ""))),
    ];

    private Known Look()
    {
        var state = provider.State;
        return state.Output.IsNative
            ? new(state, LogLevel.None, state.Output.Logger(name))
            : new(state, state.Settings.Levels.Of(name), null);
    }

    private sealed record Known(LogState State, LogLevel Level, NLog.Logger? Native);
}
