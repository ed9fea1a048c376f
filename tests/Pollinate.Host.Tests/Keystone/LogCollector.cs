using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>Keeps every line that is logged, of every level and category, with its exception.</summary>
internal sealed class LogCollector : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, LogLevel Level, string Text)> _lines = new();

    public IReadOnlyList<(string Category, LogLevel Level, string Text)> Lines => [.. _lines];

    /// <summary>What this daemon's own code said at Information and above.</summary>
    public IReadOnlyList<string> Own =>
        [.. _lines.Where(line => line.Category.StartsWith("Pollinate.", StringComparison.Ordinal) && line.Level >= LogLevel.Information).Select(line => line.Text)];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<(string Category, LogLevel Level, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((category, logLevel, $"{formatter(state, exception)} {exception}"));
    }
}
