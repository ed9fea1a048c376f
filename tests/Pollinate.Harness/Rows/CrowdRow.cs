using Pollinate.Harness.Figures;
using Pollinate.Harness.Load;

namespace Pollinate.Harness.Rows;

/// <summary>Whether connections that only hold the daemon up slow the others down.</summary>
internal sealed class CrowdRow : IRow
{
    private const int Connections = 64;
    private const int Idle = 1000;
    private const int Stalled = 200;

    public string Name => "crowd";

    public string What => "1,000 idle keep-alive connections and 200 stalled half-sent requests present, cached token, TestProvider, 64 connections";

    public async Task<Measured> MeasureAsync(RowContext context, CancellationToken cancellationToken)
    {
        var token = await context.Cloud.IssueNovasTokenAsync(cancellationToken);
        await using var daemon = await context.StartDaemonAsync(new() { Providers = "test", Cloud = context.Cloud.Address }, cancellationToken);
        await RowContext.AskAsync(daemon, token, Answers.IsOfTest, cancellationToken);
        var script = WrkScript.Same(token, NovasRequest.Body());
        var request = NovasRequest.Bytes(daemon.Port, token, NovasRequest.Body());
        // The harness's own part is compiled before it counts, too.
        await (await Crowd.GatherAsync(daemon.Port, request, Idle, Stalled, cancellationToken)).DisposeAsync();
        await LoadAsync(context.Pace.WarmUp);
        var pairs = new List<(double With, double Without)>();
        for (var pair = 0; pair < context.Pace.Pairs; pair++)
        {
            // Each comes first as often as the other: the same daemon gets faster by what it has served.
            if (pair % 2 == 0)
            {
                var without = await LoadAsync(context.Pace.Run);
                pairs.Add((await LoadInCrowdAsync(), without));
            }
            else
            {
                pairs.Add((await LoadInCrowdAsync(), await LoadAsync(context.Pace.Run)));
            }
        }

        await RowContext.AskAsync(daemon, token, Answers.IsOfTest, cancellationToken);
        return new([Figure.OfPairs(Name, "requests a second", "/s", "without them", pairs, Target.AtLeast(0.95))]);

        async Task<double> LoadInCrowdAsync()
        {
            await using var crowd = await Crowd.GatherAsync(daemon.Port, request, Idle, Stalled, cancellationToken);
            return await LoadAsync(context.Pace.Run);
        }

        async Task<double> LoadAsync(TimeSpan duration) =>
            (await context.LoadAsync(RowContext.At(daemon.Port), script, Connections, duration, cancellationToken)).RequestsPerSecond;
    }
}
