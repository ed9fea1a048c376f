using NLog;
using NLog.Config;
using NLog.Extensions.Logging;
using NLog.Targets;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Redaction;
using LogLevel = NLog.LogLevel;

namespace Pollinate.Host.Logging;

/// <summary>
/// Writes the log by NLog, in oslo.log's form: time, process, level, logger, the ids of the request, the message. The
/// further lines of an event are marked, so that no text from outside can forge an event.
/// </summary>
internal static class PollinateLogging
{
    private const string Line =
        "${longdate} ${processid} ${level:uppercase=true} ${logger} " +
        "[${pollinate-request-ids}] " +
        "${pollinate-escaped:inner=${pollinate-text}}";

    /// <summary>
    /// What quotes requests: Kestrel's lines about malformed ones have the header, and that may be the one with the token; the
    /// host's lines about each have the whole address.
    /// </summary>
    private static readonly string[] QuoteRequests = ["Microsoft.AspNetCore.Server.Kestrel.BadRequests", HostLines];

    private const string HostLines = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <param name="logging">The daemon's logging.</param>
    /// <param name="options">Whether to debug, and the file to log to.</param>
    /// <param name="redactor">Keeps secrets out of it.</param>
    public static ILoggingBuilder AddPollinateLogging(this ILoggingBuilder logging, DefaultOptions options, Redactor redactor)
    {
        var factory = new LogFactory { ThrowExceptions = false, AutoShutdown = false };
        factory.Setup().SetupExtensions(extensions => extensions
            .RegisterLayoutRenderer<EscapedLayoutRenderer>("pollinate-escaped")
            // Before it is escaped: a secret may have lines.
            .RegisterLayoutRenderer("pollinate-text", line => redactor.Redact(Text(line)))
            .RegisterLayoutRenderer<RequestIdsLayoutRenderer>("pollinate-request-ids"));
        var configuration = new LoggingConfiguration(factory);
        var target = Target(options);
        configuration.AddTarget(target);
        // The frameworks' own lines say nothing at INFO that an operator asked for.
        var quiet = options.Debug ? QuoteRequests : new[] { "Microsoft.*", "System.*" };
        foreach (var pattern in quiet)
            configuration.LoggingRules.Add(new(pattern, LogLevel.Warn, LogLevel.Fatal, target) { Final = true, FinalMinLevel = LogLevel.Warn });

        configuration.AddRule(options.Debug ? LogLevel.Debug : LogLevel.Info, LogLevel.Fatal, target);
        factory.Configuration = configuration;

        logging.ClearProviders();
        // As long as its category is on, an Activity is made for each request, which nobody looks at.
        logging.AddFilter(HostLines, Microsoft.Extensions.Logging.LogLevel.None);
        logging.SetMinimumLevel(options.Debug ? Microsoft.Extensions.Logging.LogLevel.Debug : Microsoft.Extensions.Logging.LogLevel.Information);
        return logging.AddProvider(new NLogLoggerProvider(
            new NLogProviderOptions
            {
                IncludeScopes = true,
                RemoveLoggerFactoryFilter = false,
                ShutdownOnDispose = true,
                AutoShutdown = false,
            },
            factory));
    }

    private static string Text(LogEventInfo line) =>
        line.Exception is null ? line.FormattedMessage : $"{line.FormattedMessage} {line.Exception}";

    private static Target Target(DefaultOptions options) => string.IsNullOrEmpty(options.LogFile)
        ? new StandardErrorTarget("stderr") { Layout = Line }
        : new FileOrStandardErrorTarget(
            new FileTarget("file")
            {
                FileName = options.LogFile,
                Layout = Line,
                // Never keeps the file open for long, so that logrotate may move or remove it at any time.
                KeepFileOpen = false,
                CreateDirs = false,
            },
            options.LogFile);
}
