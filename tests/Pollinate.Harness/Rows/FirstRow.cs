using System.Diagnostics;
using Pollinate.Harness.Figures;
using Pollinate.Harness.Load;
using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Rows;

/// <summary>How much longer the first answer takes than those that follow, each over a connection of its own, as Nova asks.</summary>
internal sealed class FirstRow : IRow
{
    private const double Most = 2;
    private const double MostWithLookups = 3;
    private const int Rested = 25;
    private const int SlowPart = 10;

    /// <summary>Between guests a processor does other things, and the next finds nothing of the daemon in its caches.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    public string Name => "first";

    public string What => "the first vendordata answer of a daemon that says it serves, against the median of those that follow, each over a new connection";

    public async Task<Measured> MeasureAsync(RowContext context, CancellationToken cancellationToken)
    {
        await context.WarmClientAsync(connections: 1, cancellationToken);
        await using var slow = await context.StartCloudAsync(TimeSpan.FromMilliseconds(20), cancellationToken);
        var test = new DaemonOptions { Providers = "test", Cloud = context.Cloud.Address };
        IReadOnlyList<(string Name, string What, DaemonOptions Options, RunningCloud Cloud, double Most, int Following)> kinds =
        [
            ("first/noauth", "TestProvider alone, nobody's token is asked for", test with { AuthStrategy = "noauth" }, context.Cloud, Most, context.Pace.FollowingRequests),
            ("first/test", "TestProvider alone", test, context.Cloud, MostWithLookups, context.Pace.FollowingRequests),
            ("first/six", "six providers over the zero-latency cloud", test with { Providers = DaemonOptions.SixProviders }, context.Cloud, MostWithLookups, context.Pace.FollowingRequests),
            ("first/six-20ms", "six providers, every back-end call 20 ms", new() { Providers = DaemonOptions.SixProviders, Cloud = slow.Address }, slow, MostWithLookups, context.Pace.FollowingRequests / SlowPart),
        ];
        var runs = kinds.Select(_ => new List<(double First, double Following, double Rested)>()).ToList();
        for (var start = 0; start < context.Pace.Starts; start++)
        {
            foreach (var (kind, measured) in kinds.Zip(runs))
                measured.Add(await OnceAsync(context, kind.Options, kind.Cloud, kind.Following, cancellationToken));
        }

        return new(
            [
                .. kinds.Zip(runs, (kind, measured) => Figure.OfPairs(
                    kind.Name, kind.What, "ms", "the following", [.. measured.Select(run => (run.First, run.Following))], Target.AtMost(kind.Most))),
                .. kinds.Zip(runs, (kind, measured) => Figure.OfPairs(
                    $"{kind.Name}-rested", kind.What, "ms", "later ones after a pause", [.. measured.Select(run => (run.First, run.Rested))], Target.AtMost(kind.Most))),
            ],
            $"Those that follow are {context.Pace.FollowingRequests}, one after the other, each for another instance, a tenth of them where the cloud is slow, and {Rested} more with {Rest.TotalMilliseconds} ms before each; the daemon is started {context.Pace.Starts} times.");
    }

    private static async Task<(double First, double Following, double Rested)> OnceAsync(
        RowContext context, DaemonOptions options, RunningCloud cloud, int requests, CancellationToken cancellationToken)
    {
        var token = await cloud.IssueNovasTokenAsync(cancellationToken);
        await using var daemon = await context.StartDaemonAsync(options, cancellationToken);
        var isRight = options.Providers == DaemonOptions.SixProviders ? (Func<ReadOnlyMemory<byte>, bool>)Answers.IsOfSix : Answers.IsOfTest;
        var first = await AskAsync(1);
        var following = new List<double>();
        for (var number = 0; number < requests; number++)
            following.Add(await AskAsync(2 + number));
        var rested = new List<double>();
        for (var number = 0; number < Rested; number++)
        {
            await Task.Delay(Rest, cancellationToken);
            rested.Add(await AskAsync(2 + following.Count + number));
        }

        daemon.MustBeUntroubled();
        return (first, Spread.Of(following).Median, Spread.Of(rested).Median);

        async Task<double> AskAsync(int number)
        {
            var body = NovasRequest.NumberedBody(number);
            var request = options.AuthStrategy == "noauth" ? NovasRequest.BytesWithoutToken(daemon.Port, body) : NovasRequest.Bytes(daemon.Port, token, body);
            var begun = Stopwatch.GetTimestamp();
            using var connection = await RawConnection.OpenAsync(daemon.Port, cancellationToken);
            var status = await connection.AskAsync(request, cancellationToken);
            var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            Answers.MustBe(isRight, status, connection.Body);
            return took;
        }
    }
}
