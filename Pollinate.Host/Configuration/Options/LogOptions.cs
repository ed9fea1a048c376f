using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

/// <summary>oslo.log's options, by its names (https://docs.openstack.org/oslo.log/latest/configuration/). They are in <c>[DEFAULT]</c>.</summary>
internal abstract record LogOptions
{
    /// <summary>The name of the file in <c>log_dir</c> when <c>log_file</c> names none.</summary>
    public const string UsualFile = "nova-pollinate.log";

    public const string RotateNever = "none";
    public const string RotateByTime = "interval";
    public const string RotateBySize = "size";

    private const string Ignored = " Has no effect with log_config_append.";

    [Option("debug", CheckedInFiles = true,
        Help = "Log at level DEBUG instead of INFO." + Ignored)]
    public bool Debug { get; init; }

    [Option("log_config_append", Path = PathPlace.Whole, DeprecatedNames = ["log_config"], CheckedInFiles = true,
        Help = "A configuration file of NLog (XML). With it all logging is set there, and the other options of logging have no effect.")]
    public string? LogConfigAppend { get; init; }

    [Option("log_file", Path = PathPlace.Whole, Below = "log_dir", DeprecatedNames = ["logfile"], CheckedInFiles = true,
        Help = "File to log to; a relative path counts from log_dir, or without it from the daemon's working directory. When this, log_dir, use_stderr, use_journal and use_syslog are all unset: standard error." + Ignored)]
    public string? LogFile { get; init; }

    [Option("log_dir", Path = PathPlace.Whole, DeprecatedNames = ["logdir"], CheckedInFiles = true,
        Help = "Folder for log_file; without log_file, the log is nova-pollinate.log there." + Ignored)]
    public string? LogDir { get; init; }

    [Option("watch_log_file", CheckedInFiles = true,
        Help = "Watch for a log file that is moved or removed, and open it anew at once instead of rotating it: log_rotation_type then has no effect. Without rotation the daemon does so anyway." + Ignored)]
    public bool WatchLogFile { get; init; }

    [Option("use_syslog", CheckedInFiles = true,
        Help = "Log to /dev/log in the form of RFC 5424." + Ignored)]
    public bool UseSyslog { get; init; }

    [Option("use_journal", CheckedInFiles = true,
        Help = "Log to systemd's journal by its own protocol, with the ids as fields." + Ignored)]
    public bool UseJournal { get; init; }

    [Option("syslog_log_facility", CheckedInFiles = true,
        Help = "The facility for syslog and the journal, such as LOG_USER, LOG_DAEMON or LOG_LOCAL0; LOG_ may be left out." + Ignored)]
    public string SyslogLogFacility { get; init; } = "LOG_USER";

    [Option("use_json", CheckedInFiles = true,
        Help = "Write each event as one object of JSON on a line of its own." + Ignored)]
    public bool UseJson { get; init; }

    [Option("use_stderr",
        Help = "Log to standard error as well. Each line begins with its priority, as in <6>, when standard error is the journal." + Ignored)]
    public bool UseStderr { get; init; }

    [Option("log_date_format", CheckedInFiles = true,
        Help = "The form of %(asctime)s, in strftime's directives; the time is local." + Ignored)]
    public string LogDateFormat { get; init; } = "%Y-%m-%d %H:%M:%S";

    [Option("log_rotation_type", Choices = [RotateByTime, RotateBySize, RotateNever], ChoicesIgnoreCase = true,
        Help = "How the daemon itself rotates log_file. none: not at all, for logrotate to do so. interval: after log_rotate_interval. size: at max_logfile_size_mb." + Ignored)]
    public string LogRotationType { get; init; } = RotateNever;

    [Option("log_rotate_interval", Minimum = 0, Maximum = 100_000,
        Help = "How many of log_rotate_interval_type pass between two rotations; with Weekday the day, 0 for Monday. Without a value: 1.")]
    public int? LogRotateInterval { get; init; } = 1;

    [Option("log_rotate_interval_type", Choices = ["Seconds", "Minutes", "Hours", "Days", "Weekday", "Midnight"], ChoicesIgnoreCase = true,
        Help = "The unit of log_rotate_interval. It counts from the last change of the file.")]
    public string LogRotateIntervalType { get; init; } = "days";

    [Option("max_logfile_count", Minimum = 0, Maximum = 10_000,
        Help = "How many rotated files are kept; 0 keeps all of them with interval, and rotates never with size. Without a value: 30.")]
    public int? MaxLogfileCount { get; init; } = 30;

    [Option("max_logfile_size_mb", Minimum = 0, Maximum = 1_000_000,
        Help = "The size in MiB at which log_file is rotated with log_rotation_type = size; 0: never. Without a value: 200.")]
    public int? MaxLogfileSizeMb { get; init; } = 200;

    [Option("logging_context_format_string",
        Help = "The form of a line that is written for a request." + Ignored)]
    public string LoggingContextFormatString { get; init; } =
        "%(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s [%(global_request_id)s %(request_id)s %(user_identity)s] %(instance)s%(message)s";

    [Option("logging_default_format_string",
        Help = "The form of any other line." + Ignored)]
    public string LoggingDefaultFormatString { get; init; } =
        "%(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s [-] %(instance)s%(message)s";

    [Option("logging_debug_format_suffix",
        Help = "What is added to a line of level DEBUG." + Ignored)]
    public string LoggingDebugFormatSuffix { get; init; } = "";

    [Option("logging_exception_prefix",
        Help = "What each line of an exception begins with." + Ignored)]
    public string LoggingExceptionPrefix { get; init; } = "%(asctime)s.%(msecs)03d %(process)d ERROR %(name)s %(instance)s";

    [Option("logging_user_identity_format",
        Help = "What %(user_identity)s stands for; a hyphen for each value that there is not." + Ignored)]
    public string LoggingUserIdentityFormat { get; init; } = "%(user)s %(project)s %(domain)s %(system_scope)s %(user_domain)s %(project_domain)s";

    [Option("default_log_levels",
        Help = "The least level of what some loggers write, as logger=LEVEL. A logger stands for all whose names begin with it and a dot; the longest counts. It may be written as Python does and without Pollinate.Host., as in authentication=DEBUG." + Ignored)]
    public IReadOnlyList<string> DefaultLogLevels { get; init; } = ["Microsoft=WARNING", "System=WARNING"];

    [Option("instance_format",
        Help = "What %(instance)s stands for in a line about an instance." + Ignored)]
    public string InstanceFormat { get; init; } = "[instance: %(uuid)s] ";

    [Option("instance_uuid_format", Unused = "of an instance the daemon logs the id, by instance_format",
        Help = "Read for compatibility with oslo.log; instance_format says the form.")]
    public string InstanceUuidFormat { get; init; } = "[instance: %(uuid)s] ";

    [Option("rate_limit_interval", Minimum = 0, Maximum = 1_000_000,
        Help = "Seconds in which at most rate_limit_burst events are logged; 0: as many as there are.")]
    public int? RateLimitInterval { get; init; } = 0;

    [Option("rate_limit_burst", Minimum = 0,
        Help = "The most events in rate_limit_interval; 0: as many as there are.")]
    public int? RateLimitBurst { get; init; } = 0;

    [Option("rate_limit_except_level", Choices = ["CRITICAL", "ERROR", "INFO", "WARNING", "DEBUG", ""],
        Help = "Events of this level and above are always logged; empty: none are.")]
    public string RateLimitExceptLevel { get; init; } = "CRITICAL";
}
