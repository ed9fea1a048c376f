using Microsoft.Extensions.Logging;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Commands;

/// <summary>
/// The log of a command: standard error alone, warnings and worse, and everything with <c>[DEFAULT] debug</c>. Never the
/// daemon's log file, which would be another user's after a command of root's.
/// </summary>
internal sealed class CommandLog(TextWriter errors, Redactor redactor) : ILoggerProvider
{
    private const string OfProviders = "provider.";

    /// <summary>A factory that writes there alone.</summary>
    public static ILoggerFactory ToFactory(CommandStreams streams, bool debug) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(debug ? LogLevel.Debug : LogLevel.Warning)
        .AddProvider(new CommandLog(TextWriter.Synchronized(streams.Errors), streams.Redactor)));

    /// <summary>
    /// The same for a command that says itself what the daemon's own code would warn of: what is left are the lines of
    /// providers, and of what is odd about their plugins.
    /// </summary>
    public static ILoggerFactory ToFactoryOfCheck(CommandStreams streams, bool debug) => debug
        ? ToFactory(streams, debug)
        : LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Pollinate.Host", LogLevel.Error)
            .AddFilter(typeof(PipelineBuilder).FullName, LogLevel.Warning)
            .AddProvider(new CommandLog(TextWriter.Synchronized(streams.Errors), streams.Redactor)));

    public ILogger CreateLogger(string categoryName) =>
        new Logger(errors, redactor, categoryName.StartsWith(OfProviders, StringComparison.Ordinal) ? $"{categoryName}: " : "");

    public void Dispose()
    {
        // The stream is the process's.
    }

    private sealed class Logger(TextWriter errors, Redactor redactor, string prefix) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var level = logLevel switch
            {
                LogLevel.Critical or LogLevel.Error => "error",
                LogLevel.Warning => "warning",
                LogLevel.Information => "info",
                _ => "debug",
            };
            // The further lines are moved in, so that no text from outside can pass for a line of its own.
            var text = redactor.Redact(formatter(state, exception) + (exception is null ? "" : $" {exception}")).ReplaceLineEndings("\n    ");
            errors.WriteLine($"nova-pollinate: {level}: {prefix}{text}");
        }
    }
}
