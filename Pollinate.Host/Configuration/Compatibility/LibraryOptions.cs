using System.Collections.Frozen;

namespace Pollinate.Host.Configuration.Compatibility;

/// <summary>
/// The options of the original's libraries that this daemon does not declare, by section: what oslo-config-generator writes
/// for oslo.log, oslo.middleware and keystonemiddleware.auth_token, old names with it. A system test compares.
/// </summary>
internal static class LibraryOptions
{
    private static readonly FrozenDictionary<string, IReadOnlyList<string>> BySection = new Dictionary<string, IReadOnlyList<string>>
    {
        ["DEFAULT"] =
        [
            "log_config_append", "log_config", "log_date_format", "log_dir", "logdir", "watch_log_file", "use_syslog", "use_journal",
            "syslog_log_facility", "use_json", "use_stderr", "use_eventlog", "log_rotate_interval", "log_rotate_interval_type",
            "max_logfile_count", "max_logfile_size_mb", "log_rotation_type", "logging_context_format_string",
            "logging_default_format_string", "logging_debug_format_suffix", "logging_exception_prefix",
            "logging_user_identity_format", "default_log_levels", "publish_errors", "instance_format", "instance_uuid_format",
            "rate_limit_interval", "rate_limit_burst", "rate_limit_except_level", "fatal_deprecations",
        ],
        ["cors"] = ["allowed_origin", "allow_credentials", "expose_headers", "max_age", "allow_methods", "allow_headers"],
        ["oslo_middleware"] = ["secure_proxy_ssl_header", "enable_proxy_headers_parsing", "http_basic_auth_user_file"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Sections => BySection.Keys;

    /// <summary>The names of a section; none when it is not theirs.</summary>
    public static IReadOnlyList<string> Names(string section) => BySection.GetValueOrDefault(section, []);
}
