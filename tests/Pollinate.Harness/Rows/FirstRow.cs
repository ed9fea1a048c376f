using System.Diagnostics;
using Pollinate.Harness.Figures;
using Pollinate.Harness.Load;
using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Rows;

/// <summary>How much longer the first answer takes than those that follow.</summary>
internal sealed class FirstRow : IRow
{
    private const double Most = 3;
    private const int Idle = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => "first";

    public string What => "the first vendordata answer of a daemon that says it serves, against the median of those that follow on the same connection";

    public async Task<Measured> MeasureAsync(RowContext context, CancellationToken cancellationToken)
    {
        await context.WarmClientAsync(connections: 1, cancellationToken);
        await using var slow = await context.StartCloudAsync(TimeSpan.FromMilliseconds(20), cancellationToken);
        return new(
            [
                await MeasureAsync("first/six", "six providers over the zero-latency cloud", DaemonOptions.SixProviders, context.Cloud),
                await MeasureAsync("first/test", "TestProvider alone", "test", context.Cloud),
                await MeasureAsync("first/six-20ms", "six providers, every back-end call 20 ms", DaemonOptions.SixProviders, slow),
            ],
            $"Those that follow are {context.Pace.FollowingRequests}, one after the other, each for another instance.");

        async Task<Figure> MeasureAsync(string name, string what, string providers, RunningCloud cloud)
        {
            var pairs = new List<(double, double)>();
            for (var run = 0; run < context.Pace.Pairs; run++)
                pairs.Add(await OnceAsync(context, providers, cloud, cancellationToken));
            return Figure.OfPairs(name, what, "ms", "the following", pairs, Target.AtMost(Most));
        }
    }

    private static async Task<(double First, double Following)> OnceAsync(
        RowContext context, string providers, RunningCloud cloud, CancellationToken cancellationToken)
    {
        var token = await cloud.IssueNovasTokenAsync(cancellationToken);
        await using var daemon = await context.StartDaemonAsync(new() { Providers = providers, Cloud = cloud.Address }, cancellationToken);
        await IsHealthyAsync(daemon, cancellationToken);
        var isRight = providers == DaemonOptions.SixProviders ? (Func<ReadOnlyMemory<byte>, bool>)Answers.IsOfSix : Answers.IsOfTest;
        using var connection = await RawConnection.OpenAsync(daemon.Port, cancellationToken);
        var first = await AskAsync(1);
        var following = new List<double>();
        for (var number = 0; number < context.Pace.FollowingRequests; number++)
            following.Add(await AskAsync(2 + number));
        daemon.MustBeUntroubled();
        return (first, Spread.Of(following).Median);

        async Task<double> AskAsync(int number)
        {
            var request = NovasRequest.Bytes(daemon.Port, token, NovasRequest.NumberedBody(number));
            var begun = Stopwatch.GetTimestamp();
            var status = await connection.AskAsync(request, cancellationToken);
            var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            Answers.MustBe(isRight, status, connection.Body);
            return took;
        }
    }

    private static async Task IsHealthyAsync(RunningDaemon daemon, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < Patience)
        {
            using var connection = await RawConnection.OpenAsync(daemon.Port, cancellationToken);
            if (await connection.AskAsync(NovasRequest.Get(daemon.Port, "/healthcheck"), cancellationToken) == 200)
                return;
            await Task.Delay(Idle, cancellationToken);
        }

        throw new HarnessException($"The daemon says that it serves, and /healthcheck is not 200 within {Patience.TotalSeconds} s.");
    }
}
