using System.Globalization;
using Pollinate.Harness.Figures;
using Pollinate.Harness.Load;
using Pollinate.Harness.Processes;
using Pollinate.SimulatedCloud;

namespace Pollinate.Harness.Rows;

/// <summary>How long a request takes in round trips to the back ends.</summary>
internal sealed class LatencyRow : IRow
{
    private const int Connections = 12;

    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(20);

    public string Name => "latency";

    public string What => "six providers, every back-end call 20 ms, 12 connections, warm, every request another instance";

    public async Task<Measured> MeasureAsync(RowContext context, CancellationToken cancellationToken)
    {
        await using var cloud = await context.StartCloudAsync(RoundTrip, cancellationToken);
        var token = await cloud.IssueNovasTokenAsync(cancellationToken);
        var ownToken = await cloud.IssueDaemonsTokenAsync(cancellationToken);
        await using var daemon = await context.StartDaemonAsync(
            new() { Providers = DaemonOptions.SixProviders, Cloud = cloud.Address }, cancellationToken);
        await RowContext.AskAsync(daemon, token, Answers.IsOfSix, cancellationToken);
        var plainCall = new Uri(cloud.Address, $"compute/v2.1/servers/{SampleData.InstanceId}");
        await AskDaemonAsync(context.Pace.WarmUp);
        await AskCloudAsync(TimeSpan.FromSeconds(1));

        var pairs = await context.InTurnAsync(() => AskDaemonAsync(context.Pace.Run), () => AskCloudAsync(context.Pace.Run));
        await RowContext.AskAsync(daemon, token, Answers.IsOfSix, cancellationToken);
        daemon.MustBeUntroubled();

        var plain = Spread.Of(pairs.Select(pair => pair.Second.Median.TotalMilliseconds));
        var slowPlain = Spread.Of(pairs.Select(pair => pair.Second.Percentile99.TotalMilliseconds));
        return new(
            [
                OfRoundTrips("latency/p50", "half of the answers came within", result => result.Median, 1.3),
                OfRoundTrips("latency/p99", "99 % of the answers came within", result => result.Percentile99, 2.0),
            ],
            string.Create(
                CultureInfo.InvariantCulture,
                $"The ratio is to 20 ms. One plain call to the cloud took {plain.Median:0.0} ms (99 %: {slowPlain.Median:0.0} ms) from the same client in the same run, with as many connections."));

        Figure OfRoundTrips(string name, string what, Func<WrkResult, TimeSpan> figure, double most) => new(
            name, what, "ms",
            Spread.Of(pairs.Select(pair => figure(pair.First).TotalMilliseconds)),
            Spread.Of(pairs.Select(pair => figure(pair.Second).TotalMilliseconds)),
            "a plain call",
            Spread.Of(pairs.Select(pair => figure(pair.First) / RoundTrip)), "round trips", Target.AtMost(most));

        Task<WrkResult> AskDaemonAsync(TimeSpan duration) =>
            context.LoadAsync(RowContext.At(daemon.Port), context.NumberedScript(token), Connections, duration, cancellationToken);

        Task<WrkResult> AskCloudAsync(TimeSpan duration) =>
            context.LoadAsync(plainCall, WrkScript.Get(ownToken), Connections, duration, cancellationToken);
    }
}
