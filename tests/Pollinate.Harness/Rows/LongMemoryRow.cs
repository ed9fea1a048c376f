using System.Globalization;
using Pollinate.Harness.Figures;
using Pollinate.Harness.Load;
using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Rows;

/// <summary>Whether memory grows with the requests.</summary>
internal sealed class LongMemoryRow : IRow
{
    private const int Connections = 64;
    private const double Most = 1.1;

    public string Name => "long-memory";

    public string What => "memory (PSS) after very many requests, against that after 50,000";

    public async Task<Measured> MeasureAsync(RowContext context, CancellationToken cancellationToken)
    {
        var pace = context.Pace;
        var figures = new List<Figure> { await GrowthAsync(context, "long-memory", "test", pace.LateRequests, cancellationToken) };
        if (pace.LateRequestsOfSix > 0)
            figures.Add(await GrowthAsync(context, "long-memory/six", DaemonOptions.SixProviders, pace.LateRequestsOfSix, cancellationToken));
        return new(figures);
    }

    private static async Task<Figure> GrowthAsync(RowContext context, string name, string providers, int late, CancellationToken cancellationToken)
    {
        var early = context.Pace.EarlyRequests;
        var token = await context.Cloud.IssueNovasTokenAsync(cancellationToken);
        await using var daemon = await context.StartDaemonAsync(new() { Providers = providers, Cloud = context.Cloud.Address }, cancellationToken);
        var isSix = providers == DaemonOptions.SixProviders;
        var same = NovasRequest.Bytes(daemon.Port, token, NovasRequest.Body());
        await LoadAsync(0, early);
        var before = daemon.Process.Memory();
        await LoadAsync(early, late - early);
        var after = daemon.Process.Memory();
        daemon.MustBeUntroubled();
        var what = string.Create(CultureInfo.InvariantCulture, $"PSS after {late:N0} requests, {(isSix ? "six providers" : "TestProvider")}");
        var against = string.Create(CultureInfo.InvariantCulture, $"after {early:N0}");
        return Figure.OfPairs(name, what, "MiB", against, [(after, before)], Target.AtMost(Most));

        async Task LoadAsync(int first, int count)
        {
            var load = await ExactLoad.RunAsync(
                new()
                {
                    Port = daemon.Port,
                    Requests = count,
                    Connections = Connections,
                    Request = number => isSix ? NovasRequest.Bytes(daemon.Port, token, NovasRequest.NumberedBody(first + number)) : same,
                    IsRight = (_, body) => isSix ? Answers.IsOfSix(body) : Answers.IsOfTest(body),
                },
                cancellationToken);
            load.MustNotHaveFailed();
        }
    }
}
