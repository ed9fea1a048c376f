using Pollinate.Host.Configuration.Options;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Pollinate.Host.Logging;

/// <summary>What the options of logging say, read and checked. Immutable.</summary>
internal sealed class LogSettings
{
    private LogSettings(LogOptions options, List<string> problems)
    {
        Options = options;
        File = LogPath.Of(options);
        Levels = LogLevels.Parse(options.Debug, options.DefaultLogLevels, problems);
        Time = TimeFormat.Parse(options.LogDateFormat, out var problem);
        if (problem is not null)
            problems.Add($"[DEFAULT] log_date_format: {problem}.");
        Context = Format("logging_context_format_string", options.LoggingContextFormatString, LogFields.Find, problems);
        Usual = Format("logging_default_format_string", options.LoggingDefaultFormatString, LogFields.Find, problems);
        DebugSuffix = Format("logging_debug_format_suffix", options.LoggingDebugFormatSuffix, LogFields.Find, problems);
        ExceptionPrefix = Format("logging_exception_prefix", options.LoggingExceptionPrefix, LogFields.Find, problems);
        Identity = Format("logging_user_identity_format", options.LoggingUserIdentityFormat, LogFields.FindSimple, problems);
        Instance = Format("instance_format", options.InstanceFormat, LogFields.FindSimple, problems);
        if (Logging.Facility.NumberOf(options.SyslogLogFacility) is { } facility)
            Facility = facility;
        else
            problems.Add($"[DEFAULT] syslog_log_facility: '{options.SyslogLogFacility}' is no facility; use one of {Logging.Facility.Names}.");
        RateLimit = options is { RateLimitBurst: > 0 and var burst, RateLimitInterval: > 0 and var seconds }
            ? new(burst, TimeSpan.FromSeconds(seconds), options.RateLimitExceptLevel switch
            {
                "CRITICAL" => LogLevel.Critical,
                "ERROR" => LogLevel.Error,
                "WARNING" => LogLevel.Warning,
                "INFO" => LogLevel.Information,
                "DEBUG" => LogLevel.Debug,
                _ => LogLevel.None,
            }, TimeProvider.System)
            : null;
        Problems = problems;
    }

    public LogOptions Options { get; }

    /// <summary>The file to log to; null when there is none.</summary>
    public string? File { get; }

    public LogLevels Levels { get; }

    public TimeFormat Time { get; }

    /// <summary>The form of a line for a request.</summary>
    public PercentFormat Context { get; }

    /// <summary>The form of any other line.</summary>
    public PercentFormat Usual { get; }

    public PercentFormat DebugSuffix { get; }

    public PercentFormat ExceptionPrefix { get; }

    public PercentFormat Identity { get; }

    public PercentFormat Instance { get; }

    /// <summary>Syslog's number of the facility.</summary>
    public int Facility { get; } = 1;

    /// <summary>How many events there may be; null when as many as there are.</summary>
    public RateLimit? RateLimit { get; }

    /// <summary>What can't be used, and what to do about it. There the settings are the usual ones.</summary>
    public IReadOnlyList<string> Problems { get; }

    public static LogSettings Read(LogOptions options) => new(options, []);

    private static PercentFormat Format(string option, string format, Func<string, LogField?> find, List<string> problems)
    {
        var parsed = PercentFormat.Parse(format, find, out var problem);
        if (problem is not null)
            problems.Add($"[DEFAULT] {option}: {problem}. The names are {LogFields.Names}; a $ in the file is written $$.");
        return parsed;
    }
}
