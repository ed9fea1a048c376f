using System.Globalization;
using Pollinate.Harness.Figures;
using Pollinate.Harness.Rows;

namespace Pollinate.Harness.Pictures;

/// <summary>How the number of providers counts.</summary>
internal sealed class ProvidersPicture : IPicture
{
    private static readonly int[] Counts = [1, 10, 25, 50, 75, 100];

    public string Name => "providers";

    public async Task<string> DrawAsync(RowContext context, CancellationToken cancellationToken)
    {
        await using var providers = await IdleProviders.StartAsync(context, Counts, cancellationToken);
        var rates = new List<PanelPoint>();
        var costs = new List<PanelPoint>();
        foreach (var count in Counts)
        {
            var measured = new List<(double Wall, double Processor)>();
            for (var run = 0; run < context.Pace.Pairs; run++)
                measured.Add(await providers.MeasureAsync(count, context.Pace.Run, cancellationToken));
            var label = count.ToString(CultureInfo.InvariantCulture);
            rates.Add(new(count, 1_000_000 / Spread.Of(measured.Select(cost => cost.Wall)).Median, label, HasValue: true));
            costs.Add(new(count, Spread.Of(measured.Select(cost => cost.Processor)).Median, label, HasValue: true));
        }

        return SvgPicture.Draw(
            "How the number of providers counts",
            "Providers that do nothing, each in a plugin of its own; cached token, 64 connections.",
            [new("Requests a second", "", "providers", rates), new("CPU time a request", "µs", "providers", costs)]);
    }
}
