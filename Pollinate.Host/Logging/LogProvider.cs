using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Logging;

/// <summary>
/// The daemon's log. Each event becomes text without secrets before anything else is done with it, so that no target, the
/// operator's own among them, ever sees one. Safe for any thread.
/// </summary>
internal sealed class LogProvider : ILoggerProvider
{
    /// <summary>What the daemon is called in the logs of the system.</summary>
    public const string Identifier = "nova-pollinate";

    private readonly LogPlaces _places;
    private readonly LogQueue _queue;
    private volatile LogState _state;

    /// <param name="options">What the configuration says.</param>
    /// <param name="redactor">Keeps secrets out.</param>
    /// <param name="places">Where the system's own logs listen.</param>
    public LogProvider(LogOptions options, Redactor redactor, LogPlaces? places = null)
    {
        _places = places ?? new();
        Redactor = redactor;
        var settings = LogSettings.Read(options);
        _state = new(settings, OpenAtStart(settings));
        _queue = new(_state.Output);
    }

    public Redactor Redactor { get; }

    /// <summary>What is in force.</summary>
    public LogState State => _state;

    public LogQueue Queue => _queue;

    /// <summary>Puts other options in force, if they can be.</summary>
    public void Use(LogOptions options)
    {
        var old = _state.Settings.Options;
        // The operator's own file may have changed although its name has not.
        if (AreSame(old, options) && string.IsNullOrEmpty(options.LogConfigAppend))
            return;
        var settings = LogSettings.Read(options);
        LogOutput output;
        try
        {
            output = LogOutput.Open(settings, _places);
        }
        catch (Exception exception) when (exception is NLog.NLogConfigurationException or IOException or UnauthorizedAccessException or System.Xml.XmlException)
        {
            // It was looked at before and has changed since.
            return;
        }

        _state = new(settings, output);
        _queue.Use(output);
    }

    public ILogger CreateLogger(string categoryName) => new DaemonLogger(categoryName, this);

    public void Dispose() => _queue.Dispose();

    /// <summary>The checks of the start say what is wrong; until they do, the log goes to standard error.</summary>
    private LogOutput OpenAtStart(LogSettings settings)
    {
        try
        {
            return LogOutput.Open(settings, _places);
        }
        catch (Exception exception) when (exception is NLog.NLogConfigurationException or IOException or UnauthorizedAccessException or System.Xml.XmlException)
        {
            return LogOutput.Open(LogSettings.Read(new DefaultOptions()), _places);
        }
    }

    private static bool AreSame(LogOptions one, LogOptions other) =>
        typeof(LogOptions).GetProperties().All(property => (property.GetValue(one), property.GetValue(other)) switch
        {
            (IReadOnlyList<string> left, IReadOnlyList<string> right) => left.SequenceEqual(right, StringComparer.Ordinal),
            var (left, right) => Equals(left, right),
        });
}
