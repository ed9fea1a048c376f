using System.Globalization;
using Pollinate.Harness.Rows;

namespace Pollinate.Harness.Pictures;

/// <summary>How slow back ends count.</summary>
internal sealed class LatencyPicture : IPicture
{
    private const int Connections = 64;

    private static readonly int[] Milliseconds = [0, 5, 20, 50, 100];

    public string Name => "latency";

    public async Task<string> DrawAsync(RowContext context, CancellationToken cancellationToken)
    {
        var rates = new List<PanelPoint>();
        var slowest = new List<PanelPoint>();
        for (var index = 0; index < Milliseconds.Length; index++)
        {
            await using var six = await SixUnderLoad.StartAsync(context, TimeSpan.FromMilliseconds(Milliseconds[index]), cancellationToken);
            var (rate, percentile99) = await six.MeasureAsync(Connections, cancellationToken);
            var label = Milliseconds[index].ToString(CultureInfo.InvariantCulture);
            // Steps of the same width: the short ones would lie on each other.
            rates.Add(new(index, rate, label, HasValue: true));
            slowest.Add(new(index, percentile99, label, HasValue: true));
        }

        const string horizontal = "a back-end call takes, ms";
        return SvgPicture.Draw(
            "How slow back ends count",
            "Six providers, caches at their defaults, every request another instance; 64 connections.",
            [new("Requests a second", "", horizontal, rates), new("99 % of the answers within", "ms", horizontal, slowest)]);
    }
}
