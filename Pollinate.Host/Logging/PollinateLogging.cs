using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Logging;

/// <summary>Puts the daemon's log behind <see cref="ILogger"/>.</summary>
internal static class PollinateLogging
{
    private const string HostLines = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <param name="logging">The daemon's logging.</param>
    /// <param name="options">What the configuration says.</param>
    /// <param name="redactor">Keeps secrets out of it.</param>
    /// <param name="places">Where the system's own logs listen.</param>
    public static ILoggingBuilder AddPollinateLogging(
        this ILoggingBuilder logging, LogOptions options, Redactor redactor, LogPlaces? places = null)
    {
        logging.ClearProviders();
        // As long as its category is on, an Activity is made for each request, which nobody looks at.
        logging.AddFilter(HostLines, LogLevel.None);
        // The provider itself knows the levels, which a reload may change.
        logging.SetMinimumLevel(LogLevel.Trace);
        var provider = new LogProvider(options, redactor, places);
        // By a factory: what the container makes it disposes.
        logging.Services.AddSingleton<ILoggerProvider>(_ => provider).AddSingleton(provider);
        return logging;
    }
}
