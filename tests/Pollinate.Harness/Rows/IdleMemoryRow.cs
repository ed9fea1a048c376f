using System.Globalization;
using Pollinate.Harness.Figures;
using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Rows;

/// <summary>What memory a daemon takes that has nothing to do.</summary>
internal sealed class IdleMemoryRow : IRow
{
    public string Name => "idle-memory";

    public string What => "memory (PSS) with six plugins and no request yet";

    public async Task<Measured> MeasureAsync(RowContext context, CancellationToken cancellationToken)
    {
        var pairs = await context.InTurnAsync(
            async () =>
            {
                await using var daemon = await context.StartDaemonAsync(
                    new() { Providers = DaemonOptions.SixProviders, Cloud = context.Cloud.Address }, cancellationToken);
                await Task.Delay(context.Pace.Idle, cancellationToken);
                return daemon.Process.Memory();
            },
            async () =>
            {
                await using var floor = await context.StartFloorAsync("{}"u8.ToArray(), cancellationToken);
                await Task.Delay(context.Pace.Idle, cancellationToken);
                return floor.Process.Memory();
            });
        return new(
            [Figure.OfPairs(Name, "PSS", "MiB", "floor", pairs, Target.AtMost(1.8))],
            string.Create(
                CultureInfo.InvariantCulture,
                $"Read {context.Pace.Idle.TotalSeconds:0} s after the start, of each while the other does not run, so that no page of one is shared with the other. Pages of .NET's own files, which the harness and the simulated cloud have, too, count in full, as on a host where nothing else runs .NET."));
    }
}
