using Microsoft.Extensions.Logging;

namespace Pollinate.Host.Plugins;

/// <summary>
/// A provider's <c>ILogger&lt;T&gt;</c>: it writes under the provider's name, whatever <typeparamref name="T"/> is.
/// </summary>
/// <param name="logger">The provider's <see cref="ProviderLog"/>.</param>
internal sealed class ProviderLogger<T>(ILogger logger) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) => logger.Log(logLevel, eventId, state, exception, formatter);
}
