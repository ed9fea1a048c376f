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
            "use_eventlog", "publish_errors", "fatal_deprecations",
        ],
        ["cors"] = ["allowed_origin", "allow_credentials", "expose_headers", "max_age", "allow_methods", "allow_headers"],
        ["oslo_middleware"] = ["secure_proxy_ssl_header", "enable_proxy_headers_parsing", "http_basic_auth_user_file"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Sections => BySection.Keys;

    /// <summary>The names of a section; none when it is not theirs.</summary>
    public static IReadOnlyList<string> Names(string section) => BySection.GetValueOrDefault(section, []);
}
