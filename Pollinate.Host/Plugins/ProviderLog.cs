using System.Globalization;
using Microsoft.Extensions.Logging;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Plugins;

/// <summary>
/// A provider's <c>ILogger</c>. It passes on text alone: what a provider logs is made of its plugin's types, and logging
/// keeps values, and what it knows of their types, for as long as it likes.
/// </summary>
internal sealed class ProviderLog(ILogger logger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(Describe(state));

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!logger.IsEnabled(logLevel))
            return;
        var message = Format(state, exception, formatter);
        if (exception is not null)
            message = $"{message} {FailureText.Full(exception)}";
        logger.Log(logLevel, new EventId(eventId.Id, eventId.Name), message, exception: null, static (text, _) => text);
    }

    private static string Format<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            return formatter(state, exception) ?? "";
        }
        catch (Exception failure)
        {
            return $"A message that can't be formatted: {FailureText.Brief(failure)}.";
        }
    }

    private static string Describe<TState>(TState state)
    {
        try
        {
            return Convert.ToString(state, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception failure)
        {
            return $"A scope that can't be described: {FailureText.Brief(failure)}.";
        }
    }
}
