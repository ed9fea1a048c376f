using System.Globalization;
using Pollinate.Harness.Figures;
using Pollinate.Harness.Load;
using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Rows;

/// <summary>Requests a second of the daemon, against a floor that reads the same requests and answers the same bytes.</summary>
internal abstract class ThroughputRow : IRow
{
    private const int Connections = 64;

    public abstract string Name { get; }

    public abstract string What { get; }

    /// <summary>The least share of the floor's requests a second.</summary>
    protected abstract double Least { get; }

    protected abstract string Providers { get; }

    protected virtual bool HasCaches => true;

    /// <summary>Whether every request is for another instance.</summary>
    protected virtual bool IsNumbered => true;

    public async Task<Measured> MeasureAsync(RowContext context, CancellationToken cancellationToken)
    {
        var token = await context.Cloud.IssueNovasTokenAsync(cancellationToken);
        await using var daemon = await context.StartDaemonAsync(
            new() { Providers = Providers, Cloud = context.Cloud.Address, HasCaches = HasCaches }, cancellationToken);
        var answer = await RowContext.AskAsync(daemon, token, IsRight, cancellationToken);
        await using var floor = await context.StartFloorAsync(answer, cancellationToken);
        await LoadAsync(daemon.Port, context.Pace.WarmUp);
        // It has far less code to compile.
        await LoadAsync(floor.Port, context.Pace.WarmUp / 2);

        var daemonTime = TimeSpan.Zero;
        long requests = 0;
        var calls = new Dictionary<string, int>();
        var pairs = await context.InTurnAsync(
            async () =>
            {
                await context.Cloud.ForgetCallsAsync(cancellationToken);
                var before = daemon.Process.ProcessorTime();
                var result = await LoadAsync(daemon.Port, context.Pace.Run);
                daemonTime += daemon.Process.ProcessorTime() - before;
                requests += result.Requests;
                foreach (var (route, count) in await context.Cloud.CallsAsync(cancellationToken))
                    calls[route] = calls.GetValueOrDefault(route) + count;
                return result;
            },
            () => LoadAsync(floor.Port, context.Pace.Run));
        // Still right, and nothing went wrong on the way.
        await RowContext.AskAsync(daemon, token, IsRight, cancellationToken);
        daemon.MustBeUntroubled();

        return new(
            [
                Figure.OfPairs(
                    Name, "requests a second", "/s", "floor",
                    [.. pairs.Select(pair => (pair.First.RequestsPerSecond, pair.Second.RequestsPerSecond))],
                    Target.AtLeast(Least)),
                Figure.Of(
                    $"{Name}/p99", "99 % of the daemon's answers came within", "ms",
                    Spread.Of(pairs.Select(pair => pair.First.Percentile99.TotalMilliseconds)), null),
                Figure.Of($"{Name}/cpu", "CPU time of the daemon for a request", "µs", Spread.One(daemonTime.TotalMicroseconds / requests), null),
            ],
            calls.Count == 0
                ? "The back ends were not called while it was measured."
                : "Back-end calls a request, those of the last ones that wrk did not wait for included: " + string.Join(", ", calls.OrderByDescending(call => call.Value).Select(call =>
                    string.Create(CultureInfo.InvariantCulture, $"{call.Key} {(double)call.Value / requests:0.####}"))) + ".");

        Task<WrkResult> LoadAsync(int port, TimeSpan duration) => context.LoadAsync(
            RowContext.At(port),
            IsNumbered ? context.NumberedScript(token) : WrkScript.Same(token, NovasRequest.Body()),
            Connections, duration, cancellationToken);
    }

    private bool IsRight(ReadOnlyMemory<byte> body) => Providers == DaemonOptions.SixProviders ? Answers.IsOfSix(body) : Answers.IsOfTest(body);
}
