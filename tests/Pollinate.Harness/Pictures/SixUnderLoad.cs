using Pollinate.Harness.Figures;
using Pollinate.Harness.Load;
using Pollinate.Harness.Processes;
using Pollinate.Harness.Rows;

namespace Pollinate.Harness.Pictures;

/// <summary>A warm daemon with six providers over a cloud of its own, under load.</summary>
internal sealed class SixUnderLoad : IAsyncDisposable
{
    private readonly RowContext _context;
    private readonly RunningCloud _cloud;
    private readonly RunningDaemon _daemon;
    private readonly string _token;

    private SixUnderLoad(RowContext context, RunningCloud cloud, RunningDaemon daemon, string token)
    {
        _context = context;
        _cloud = cloud;
        _daemon = daemon;
        _token = token;
    }

    public static async Task<SixUnderLoad> StartAsync(RowContext context, TimeSpan latency, CancellationToken cancellationToken)
    {
        var cloud = await context.StartCloudAsync(latency, cancellationToken);
        RunningDaemon? daemon = null;
        try
        {
            var token = await cloud.IssueNovasTokenAsync(cancellationToken);
            daemon = await context.StartDaemonAsync(new() { Providers = DaemonOptions.SixProviders, Cloud = cloud.Address }, cancellationToken);
            await RowContext.AskAsync(daemon, token, Answers.IsOfSix, cancellationToken);
            var six = new SixUnderLoad(context, cloud, daemon, token);
            await six.LoadAsync(64, context.Pace.WarmUp, cancellationToken);
            return six;
        }
        catch
        {
            if (daemon is not null)
                await daemon.DisposeAsync();
            await cloud.DisposeAsync();
            throw;
        }
    }

    /// <returns>The medians of requests a second and of the 99th percentile in milliseconds.</returns>
    public async Task<(double Rate, double Percentile99)> MeasureAsync(int connections, CancellationToken cancellationToken)
    {
        var runs = new List<WrkResult>();
        for (var run = 0; run < _context.Pace.Pairs; run++)
            runs.Add(await LoadAsync(connections, _context.Pace.Run, cancellationToken));
        _daemon.MustBeUntroubled();
        return (Spread.Of(runs.Select(run => run.RequestsPerSecond)).Median, Spread.Of(runs.Select(run => run.Percentile99.TotalMilliseconds)).Median);
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _cloud.DisposeAsync();
    }

    private Task<WrkResult> LoadAsync(int connections, TimeSpan duration, CancellationToken cancellationToken) =>
        _context.LoadAsync(RowContext.At(_daemon.Port), _context.NumberedScript(_token), connections, duration, cancellationToken);
}
