using System.Globalization;
using Pollinate.Harness.Figures;

namespace Pollinate.Harness.Rows;

/// <summary>What each provider more costs a request.</summary>
internal sealed class ProvidersRow : IRow
{
    private const double Most = 3;

    /// <summary>Growth by the square has less than 0.95.</summary>
    private const double Straight = 0.97;

    public string Name => "providers";

    public string What => "what each provider more that does nothing costs a request, each in a plugin of its own, cached token, 64 connections";

    public async Task<Measured> MeasureAsync(RowContext context, CancellationToken cancellationToken)
    {
        var counts = context.Pace.ProviderCounts;
        await using var providers = await IdleProviders.StartAsync(context, counts, cancellationToken);
        var rounds = new List<IReadOnlyList<(double Wall, double Processor)>>();
        for (var round = 0; round < context.Pace.Pairs; round++)
        {
            var measured = new List<(double, double)>();
            foreach (var count in counts)
                measured.Add(await providers.MeasureAsync(count, context.Pace.Run, cancellationToken));
            rounds.Add(measured);
        }

        var figures = new List<Figure>();
        for (var index = 1; index < counts.Count; index++)
        {
            figures.Add(Step(index, "wall", "by the clock at full load", cost => cost.Wall));
            figures.Add(Step(index, "cpu", "of the daemon's CPU time", cost => cost.Processor));
        }

        figures.Add(Figure.Of(
            "providers/linear", "how well the costs lie on a straight line (R²)", "",
            Spread.One(StraightLine.Fit([.. counts.Select((count, index) => ((double)count, Spread.Of(rounds.Select(round => round[index].Processor)).Median))])),
            Target.AtLeast(Straight)));
        return new(figures);

        Figure Step(int index, string kind, string what, Func<(double Wall, double Processor), double> cost)
        {
            var (from, to) = (counts[index - 1], counts[index]);
            return new(
                string.Create(CultureInfo.InvariantCulture, $"providers/{from}-{to}/{kind}"),
                string.Create(CultureInfo.InvariantCulture, $"a request with {to}, {what}"),
                "µs",
                Spread.Of(rounds.Select(round => cost(round[index]))),
                Spread.Of(rounds.Select(round => cost(round[index - 1]))),
                string.Create(CultureInfo.InvariantCulture, $"with {from}"),
                Spread.Of(rounds.Select(round => (cost(round[index]) - cost(round[index - 1])) / (to - from))),
                "µs a provider",
                Target.AtMost(Most));
        }
    }
}
