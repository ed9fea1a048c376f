using System.Globalization;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Health;

/// <summary>
/// The checks of <c>[healthcheck] backends</c>, which are oslo.middleware's: files by which an operator, or a load balancer's
/// tool, takes the service out of rotation. They are looked at on every request.
/// </summary>
internal sealed class HealthChecks
{
    private const string ByFile = "disable_by_file";
    private const string ByFilePerPort = "disable_by_files_ports";
    private const string Disabled = "DISABLED BY FILE";
    private const string Well = "OK";

    private readonly IReadOnlyList<Func<int, HealthResult>> _checks;

    public HealthChecks(HealthcheckOptions options)
    {
        var paths = PathsByPort(options, []);
        _checks =
        [
            .. options.Backends.Select<string, Func<int, HealthResult>?>(backend => backend switch
            {
                ByFile => _ => Check(options.DisableByFilePath, "disable_by_file_path"),
                ByFilePerPort => port => Check(paths.GetValueOrDefault(port), "disable_by_file_paths"),
                _ => null,
            }).OfType<Func<int, HealthResult>>(),
        ];
    }

    /// <summary>What is wrong with the options, a sentence each.</summary>
    public static IReadOnlyList<string> Problems(HealthcheckOptions options)
    {
        var problems = new List<string>();
        PathsByPort(options, problems);
        return problems;
    }

    /// <summary>The back ends that do not exist and are passed over, as the original passes over them.</summary>
    public static IEnumerable<string> Warnings(HealthcheckOptions options) =>
        from backend in options.Backends
        where backend is not (ByFile or ByFilePerPort)
        select $"[healthcheck] backends: '{backend}' is unknown and passed over; known are {ByFile} and {ByFilePerPort}.";

    /// <param name="localPort">The port that the request came to.</param>
    public IReadOnlyList<HealthResult> Run(int localPort) => [.. _checks.Select(check => check(localPort))];

    private static HealthResult Check(string? path, string option)
    {
        if (string.IsNullOrEmpty(path))
            return new(true, Well, $"No '{option}' configuration value specified");
        return Path.Exists(path)
            ? new(false, Disabled, $"Path '{path}' was found")
            : new(true, Well, $"Path '{path}' was not found");
    }

    private static Dictionary<int, string> PathsByPort(HealthcheckOptions options, List<string> problems)
    {
        var paths = new Dictionary<int, string>();
        foreach (var entry in options.DisableByFilePaths)
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && colon < entry.Length - 1 &&
                int.TryParse(entry.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                paths[port] = entry[(colon + 1)..].Trim();
            }
            else
            {
                problems.Add($"[healthcheck] disable_by_file_paths: '{entry}' is not port:path; write for example 8612:/var/run/nova-pollinate.disabled.");
            }
        }

        return paths;
    }
}
