using System.Globalization;
using Pollinate.Harness.Rows;

namespace Pollinate.Harness.Pictures;

/// <summary>How a storm of boots passes.</summary>
internal sealed class StormPicture : IPicture
{
    private const int Slices = 50;
    private const int EveryLabel = 10;

    public string Name => "storm";

    public async Task<string> DrawAsync(RowContext context, CancellationToken cancellationToken)
    {
        var (load, _, _) = await Storm.RaiseAsync(context, cancellationToken);
        load.MustNotHaveFailed();
        var answered = load.Answered.Order().ToList();
        var slice = load.Duration / Slices;
        var sum = new List<PanelPoint>();
        var slowest = new List<PanelPoint>();
        for (var number = 0; number <= Slices; number++)
        {
            var until = slice * number;
            var label = number % EveryLabel == 0 ? until.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) : null;
            sum.Add(new(until.TotalSeconds, answered.Count(time => time <= until), label, HasValue: false));
            var within = load.Answered.Zip(load.Latencies).Where(request => request.First > until - slice && request.First <= until).ToList();
            slowest.Add(new(until.TotalSeconds, within.Count == 0 ? 0 : within.Max(request => request.Second.TotalMilliseconds), label, HasValue: false));
        }

        sum[^1] = sum[^1] with { Y = load.Answered.Count, HasValue = true };
        var worst = slowest.Index().MaxBy(point => point.Item.Y);
        slowest[worst.Index] = worst.Item with { HasValue = true };
        const string horizontal = "seconds since the first request";
        return SvgPicture.Draw(
            "How a storm of boots passes",
            "A daemon that has just started; 10,000 instances, 50 projects, 5 images, 20 ms back ends, 256 connections.",
            [new("Answers", "", horizontal, sum), new("The slowest answer", "ms", horizontal, slowest)]);
    }
}
