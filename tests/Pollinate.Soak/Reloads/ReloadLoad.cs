using System.Diagnostics;
using System.Text.Json;

namespace Pollinate.Soak.Reloads;

/// <summary>Connections that ask again as soon as they are answered, and look at every answer.</summary>
internal sealed class ReloadLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _asking;
    private readonly Lock _gate = new();
    private readonly List<string> _failures = [];
    private readonly long[] _ofVersion = new long[3];
    private long _slowest;
    private long _failed;

    public ReloadLoad(Uri address, int connections) =>
        _asking = Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => AskAsync(address))));

    /// <summary>How many answers were wholly from a version.</summary>
    public long Of(int version) => Interlocked.Read(ref _ofVersion[version]);

    /// <summary>How many requests failed or had an answer that was not wholly from one version.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>The first failures.</summary>
    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (_gate)
                return [.. _failures];
        }
    }

    /// <summary>The longest time of one request.</summary>
    public TimeSpan Slowest => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _slowest));

    /// <summary>Lets the last requests end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _stop.Dispose();
    }

    private async Task AskAsync(Uri address)
    {
        using var client = new ReloadClient(address);
        while (!_stop.IsCancellationRequested)
        {
            var begun = Stopwatch.GetTimestamp();
            try
            {
                var answer = (await client.AskAsync("{}", CancellationToken.None))["version"];
                var (plugin, part) = ((int?)answer?["plugin"], (int?)answer?["part"]);
                if (plugin is 1 or 2 && plugin == part)
                    Interlocked.Increment(ref _ofVersion[plugin.Value]);
                else
                    Fail($"an answer with the plugin of version {plugin} and its part of version {part}");
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or JsonException)
            {
                Fail(exception.Message);
            }

            var taken = Stopwatch.GetTimestamp() - begun;
            for (var slowest = Interlocked.Read(ref _slowest); taken > slowest;)
                slowest = Interlocked.CompareExchange(ref _slowest, taken, slowest) is var seen && seen == slowest ? taken : seen;
        }
    }

    private void Fail(string failure)
    {
        Interlocked.Increment(ref _failed);
        lock (_gate)
        {
            if (_failures.Count < 10)
                _failures.Add(failure);
        }
    }
}
