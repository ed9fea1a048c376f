using System.Diagnostics;

namespace Pollinate.Soak.Load;

/// <summary>
/// Requests at a fixed rate, whatever becomes of those before: a service that is slow is asked no less for it. The time of an
/// answer counts from when its request was due.
/// </summary>
internal sealed class OpenLoad : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Action<GuestAnswer> _answered;
    private readonly GuestClient _client;
    private readonly Task _asking;
    private int _underWay;

    /// <param name="address">Whom to ask.</param>
    /// <param name="guests">For whom, in turn.</param>
    /// <param name="token">Gives the caller's token, for each request.</param>
    /// <param name="rate">Requests a second.</param>
    /// <param name="answered">Told of each answer, on any thread.</param>
    public OpenLoad(Uri address, IReadOnlyList<Guest> guests, Func<string> token, int rate, Action<GuestAnswer> answered)
    {
        _client = new(address);
        _answered = answered;
        _asking = Task.Run(() => AskAsync(guests, token, rate));
    }

    /// <summary>Lets the last requests end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        while (Volatile.Read(ref _underWay) > 0)
            await Task.Delay(Tick);
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task AskAsync(IReadOnlyList<Guest> guests, Func<string> token, int rate)
    {
        var began = Stopwatch.GetTimestamp();
        for (var sent = 0L; !_stop.IsCancellationRequested;)
        {
            for (var due = (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * rate); sent < due; sent++)
                _ = AskAsync(guests[(int)(sent % guests.Count)], token(), began + (sent * Stopwatch.Frequency / rate));
            await Task.Delay(Tick);
        }
    }

    private async Task AskAsync(Guest guest, string token, long due)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            _answered(await _client.AskAsync(guest, token, 0, due));
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
