using NLog;
using NLog.Config;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Logging;

/// <summary>
/// Where events go: NLog, with the targets that oslo.log's options ask for, or as the operator's own file of NLog says. Written to
/// by one thread.
/// </summary>
internal sealed class LogOutput : IDisposable
{
    private readonly LogFactory _factory;
    private readonly LineTarget[] _targets;

    private LogOutput(LogFactory factory, LineTarget[] targets, bool isNative)
    {
        _factory = factory;
        _targets = targets;
        IsNative = isNative;
    }

    /// <summary>Whether the operator's own file says what is logged.</summary>
    public bool IsNative { get; }

    /// <param name="settings">What the options say.</param>
    /// <param name="places">Where the system's own logs listen.</param>
    /// <exception cref="NLogConfigurationException">The operator's file can't be used.</exception>
    public static LogOutput Open(LogSettings settings, LogPlaces places)
    {
        var factory = new LogFactory { ThrowExceptions = false, AutoShutdown = false };
        if (settings.Options.LogConfigAppend is { Length: > 0 } file)
        {
            factory.Configuration = NativeLogFile.Read(file, factory);
            return new(factory, [], isNative: true);
        }

        var targets = Targets(settings, places).ToArray();
        var configuration = new LoggingConfiguration(factory);
        foreach (var target in targets)
            configuration.AddRule(NLog.LogLevel.Trace, NLog.LogLevel.Fatal, target);
        factory.Configuration = configuration;
        return new(factory, targets, isNative: false);
    }

    /// <summary>NLog's logger of a name, which knows what the operator's file writes.</summary>
    public Logger Logger(string name) => _factory.GetLogger(name);

    public void Write(LogRecord line) => _factory.GetLogger(line.LoggerName ?? "").Log(line);

    /// <summary>Nothing more comes for the moment.</summary>
    public void EndBatch()
    {
        foreach (var target in _targets)
            target.EndBatch();
    }

    public void Dispose()
    {
        EndBatch();
        _factory.Flush(TimeSpan.FromSeconds(2));
        _factory.Shutdown();
        _factory.Dispose();
    }

    private static IEnumerable<LineTarget> Targets(LogSettings settings, LogPlaces places)
    {
        var options = settings.Options;
        if (settings.File is { } file)
            yield return new LogFileTarget(file, Form(settings), new(file, options, TimeProvider.System));
        if (options.UseJournal)
            yield return new JournalTarget(places.Journal, settings.Facility, Form(settings));
        if (options.UseSyslog)
            yield return new SyslogTarget(places.Syslog, settings.Facility, Form(settings));
        if (options.UseStderr || (settings.File is null && !options.UseJournal && !options.UseSyslog))
            yield return new StandardErrorTarget(Form(settings), StandardErrorTarget.IsJournal(Environment.GetEnvironmentVariable("JOURNAL_STREAM")));
    }

    private static ILineForm Form(LogSettings settings) => settings.Options.UseJson ? new JsonLineForm(settings) : new OsloLineForm(settings);
}
