using System.Globalization;
using Pollinate.Harness.Rows;

namespace Pollinate.Harness.Pictures;

/// <summary>How many can ask at a time.</summary>
internal sealed class ConnectionsPicture : IPicture
{
    private static readonly int[] Connections = [1, 8, 64, 256, 1024];

    public string Name => "connections";

    public async Task<string> DrawAsync(RowContext context, CancellationToken cancellationToken)
    {
        await using var six = await SixUnderLoad.StartAsync(context, TimeSpan.FromMilliseconds(20), cancellationToken);
        var rates = new List<PanelPoint>();
        var slowest = new List<PanelPoint>();
        for (var index = 0; index < Connections.Length; index++)
        {
            var (rate, percentile99) = await six.MeasureAsync(Connections[index], cancellationToken);
            var label = Connections[index].ToString(CultureInfo.InvariantCulture);
            // Steps of the same width: each is some times the one before.
            rates.Add(new(index, rate, label, HasValue: true));
            slowest.Add(new(index, percentile99, label, HasValue: true));
        }

        const string horizontal = "connections that ask at the same time";
        return SvgPicture.Draw(
            "How many can ask at a time",
            "Six providers, every back-end call 20 ms, caches at their defaults, every request another instance.",
            [new("Requests a second", "", horizontal, rates), new("99 % of the answers within", "ms", horizontal, slowest)]);
    }
}
