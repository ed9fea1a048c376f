using Pollinate.Harness.Load;
using Pollinate.Harness.Processes;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Glance;
using Pollinate.SimulatedCloud.Nova;

namespace Pollinate.Harness.Rows;

/// <summary>A storm of boots: very many instances of some projects and few images ask a daemon that has just started.</summary>
/// <param name="Load">What became of the requests.</param>
/// <param name="Calls">The back-end calls by method and route.</param>
/// <param name="Trouble">What the daemon logged of warnings and errors.</param>
internal sealed record Storm(LoadResult Load, IReadOnlyDictionary<string, int> Calls, IReadOnlyList<string> Trouble)
{
    public const int Instances = 10_000;

    private const int Connections = 256;

    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(20);

    public static async Task<Storm> RaiseAsync(RowContext context, CancellationToken cancellationToken)
    {
        await context.WarmClientAsync(Connections, cancellationToken);
        await using var cloud = await context.StartCloudAsync(RoundTrip, cancellationToken);
        var token = await cloud.IssueNovasTokenAsync(cancellationToken);
        await using var daemon = await context.StartDaemonAsync(
            new() { Providers = DaemonOptions.SixProviders, Cloud = cloud.Address }, cancellationToken);
        var requests = Enumerable.Range(0, Instances)
            .Select(number => NovasRequest.Bytes(daemon.Port, token, NovasRequest.Body(
                ProjectOf(number), SampleServers.OfStorm(number), SampleImages.Numbered(number % SampleServers.StormImages).Id)))
            .ToList();
        await cloud.ForgetCallsAsync(cancellationToken);
        var load = await ExactLoad.RunAsync(
            new()
            {
                Port = daemon.Port,
                Requests = Instances,
                Connections = Connections,
                Request = number => requests[number],
                IsRight = (number, body) => Answers.IsOfStorm(ProjectOf(number), body),
            },
            cancellationToken);
        return new(load, await cloud.CallsAsync(cancellationToken), daemon.Trouble);
    }

    private static string ProjectOf(int number) => SampleData.NumberedProject(number % SampleServers.StormProjects).Id;
}
