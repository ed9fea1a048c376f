using System.Globalization;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Pollinate.Host.Logging;

/// <summary>The least level of each logger, as <c>[DEFAULT] debug</c> and <c>default_log_levels</c> say. Immutable.</summary>
internal sealed class LogLevels
{
    private const string Prefix = "pollinate.host.";

    /// <summary>What Python's loggers of the same work are called.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["keystonemiddleware"] = Prefix + "authentication",
        ["keystoneauth"] = Prefix + "openstack",
        ["novapollinate"] = "pollinate",
    };

    /// <summary>
    /// What quotes requests: Kestrel's lines about malformed ones have the header, and that may be the one with the token; the
    /// host's lines about each have the whole address. No option lets them through.
    /// </summary>
    private static readonly string[] QuoteRequests = ["microsoft.aspnetcore.server.kestrel.badrequests", "microsoft.aspnetcore.hosting.diagnostics"];

    private readonly LogLevel _usual;
    private readonly (string Name, LogLevel Level)[] _pairs;

    private LogLevels(LogLevel usual, (string, LogLevel)[] pairs) => (_usual, _pairs) = (usual, pairs);

    /// <param name="debug">Whether DEBUG is the usual level.</param>
    /// <param name="pairs">As <c>default_log_levels</c> has them.</param>
    /// <param name="problems">Is told of what can't be used.</param>
    public static LogLevels Parse(bool debug, IReadOnlyList<string> pairs, List<string> problems)
    {
        var parsed = new List<(string, LogLevel)>();
        foreach (var pair in pairs.Where(pair => pair.Length > 0))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                problems.Add($"[DEFAULT] default_log_levels: '{pair}' is no pair; write logger=LEVEL, as in authentication=DEBUG.");
            else if (LevelOf(pair[(equals + 1)..].Trim()) is { } level)
                parsed.Add((Normal(pair[..equals].Trim()), level));
            else
                problems.Add($"[DEFAULT] default_log_levels: '{pair[(equals + 1)..]}' in '{pair}' is no level; use DEBUG, INFO, WARNING, ERROR, CRITICAL or a number of Python's.");
        }

        return new(debug ? LogLevel.Debug : LogLevel.Information, [.. parsed]);
    }

    /// <summary>The least level that a logger writes.</summary>
    public LogLevel Of(string logger)
    {
        var name = Normal(logger);
        var longest = -1;
        var level = _usual;
        foreach (var (prefix, value) in _pairs)
        {
            // Of two for the same the later counts.
            if (prefix.Length >= longest && (IsBelow(name, prefix) || IsBelow(name, Prefix + prefix)))
                (longest, level) = (prefix.Length, value);
        }

        return level < LogLevel.Warning && QuoteRequests.Any(quoting => IsBelow(name, quoting)) ? LogLevel.Warning : level;
    }

    /// <summary>Whether a name is the prefix or begins with it and a dot.</summary>
    private static bool IsBelow(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || name[prefix.Length] == '.');

    private static string Normal(string name)
    {
        var normal = name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        return Aliases.GetValueOrDefault(normal, normal);
    }

    /// <summary>A level by Python's name or number; null when it is none.</summary>
    private static LogLevel? LevelOf(string text) => text.ToUpperInvariant() switch
    {
        "NOTSET" or "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "INFO" or "AUDIT" => LogLevel.Information,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "CRITICAL" or "FATAL" => LogLevel.Critical,
        var number when int.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) => value switch
        {
            <= 5 => LogLevel.Trace,
            <= 10 => LogLevel.Debug,
            <= 20 => LogLevel.Information,
            <= 30 => LogLevel.Warning,
            <= 40 => LogLevel.Error,
            <= 50 => LogLevel.Critical,
            _ => LogLevel.None,
        },
        _ => null,
    };
}
