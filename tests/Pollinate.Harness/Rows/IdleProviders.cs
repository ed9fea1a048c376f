using Pollinate.Benchmarks.Dispatch;
using Pollinate.Harness.Load;
using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Rows;

/// <summary>Daemons with different numbers of providers that do nothing, each in a plugin of its own.</summary>
internal sealed class IdleProviders : IAsyncDisposable
{
    private const int Connections = 64;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nova-pollinate-bench-");
    private readonly SortedDictionary<int, RunningDaemon> _daemons = [];
    private readonly RowContext _context;
    private string _script = "";

    private IdleProviders(RowContext context) => _context = context;

    /// <summary>Starts a daemon for each number of providers, and warms it up.</summary>
    public static async Task<IdleProviders> StartAsync(RowContext context, IReadOnlyList<int> counts, CancellationToken cancellationToken)
    {
        var providers = new IdleProviders(context);
        try
        {
            var token = await context.Cloud.IssueNovasTokenAsync(cancellationToken);
            providers._script = WrkScript.Same(token, NovasRequest.Body());
            NoOpPlugins.Write(providers._folder.FullName, counts.Max());
            foreach (var count in counts)
            {
                var daemon = await context.StartDaemonAsync(
                    new()
                    {
                        Providers = string.Join(',', Enumerable.Range(1, count).Select(NoOpPlugins.NameOf)),
                        Cloud = context.Cloud.Address,
                        Plugins = providers._folder.FullName,
                    },
                    cancellationToken);
                providers._daemons.Add(count, daemon);
                await RowContext.AskAsync(daemon, token, Answers.IsEmpty, cancellationToken);
                await providers.MeasureAsync(count, context.Pace.WarmUp, cancellationToken);
            }

            return providers;
        }
        catch
        {
            await providers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Loads the daemon with so many providers.</summary>
    /// <returns>Microseconds for a request: by the clock at full load, and of the daemon's CPU time.</returns>
    public async Task<(double Wall, double Processor)> MeasureAsync(int count, TimeSpan duration, CancellationToken cancellationToken)
    {
        var daemon = _daemons[count];
        var before = daemon.Process.ProcessorTime();
        var result = await _context.LoadAsync(RowContext.At(daemon.Port), _script, Connections, duration, cancellationToken);
        var processor = daemon.Process.ProcessorTime() - before;
        daemon.MustBeUntroubled();
        return (1_000_000 / result.RequestsPerSecond, processor.TotalMicroseconds / result.Requests);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons.Values)
            await daemon.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
