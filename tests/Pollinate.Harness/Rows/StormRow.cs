using System.Globalization;
using Pollinate.Harness.Figures;
using Pollinate.SimulatedCloud.Nova;

namespace Pollinate.Harness.Rows;

/// <summary>Whether a daemon that has just started gets through a storm of boots, and what that costs the back ends.</summary>
internal sealed class StormRow : IRow
{
    /// <summary>How long the daemon keeps projects and images by default.</summary>
    private static readonly TimeSpan CacheLife = TimeSpan.FromSeconds(60);

    public string Name => "storm";

    public string What => "boot storm on a daemon that has just started: 10,000 instances, 50 projects, 5 images, 20 ms back ends, 256 connections";

    public async Task<Measured> MeasureAsync(RowContext context, CancellationToken cancellationToken)
    {
        var (load, calls, trouble) = await Storm.RaiseAsync(context, cancellationToken);
        var lives = 1 + Math.Floor(load.Duration / CacheLife);
        var notes = new List<string>
        {
            "Back-end calls: " + string.Join(", ", calls.Select(call => string.Create(CultureInfo.InvariantCulture, $"{call.Key} {call.Value}"))) + ".",
        };
        if (load.FirstFailure is { } failure)
            notes.Add($"One of the failures: {failure}");
        if (trouble.Count > 0)
            notes.Add($"The daemon logged {trouble.Count} lines of warnings or errors, the first: {trouble[0]}");
        return new(
            [
                Number("failed", "requests that failed or lacked a part", "", load.Failed, Target.Exactly(0)),
                Number("slowest", "the slowest request", "s", load.Slowest.TotalSeconds, Target.AtMost(1)),
                Number("duration", "all were answered after", "s", load.Duration.TotalSeconds, null),
                Number("rate", "requests a second", "/s", load.RequestsPerSecond, null),
                OfCalls("servers", "server calls", "GET /compute/v2.1/servers/{id}", Target.Exactly(Storm.Instances)),
                OfCalls("projects", "project calls", "GET /identity/v3/projects/{id}", Target.AtMost(SampleServers.StormProjects * lives)),
                OfCalls("images", "image calls", "GET /image/v2/images/{id}", Target.AtMost(SampleServers.StormImages * lives)),
                OfCalls("validations", "token validations", "GET /identity/v3/auth/tokens", Target.Exactly(1)),
                OfCalls("credentials", "credentials calls", "GET /identity/v3/credentials", null),
            ],
            notes);

        Figure OfCalls(string name, string what, string route, Target? target) => Number(name, what, "", calls.GetValueOrDefault(route), target);

        static Figure Number(string name, string what, string unit, double value, Target? target) =>
            Figure.Of($"storm/{name}", what, unit, Spread.One(value), target);
    }
}
