using System.Collections.Concurrent;
using System.Diagnostics;
using Pollinate.Soak.Load;

namespace Pollinate.Soak.Faults;

/// <summary>Clients that ask again a while after they were answered.</summary>
internal sealed class FaultClients : IAsyncDisposable
{
    public const int Count = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<GuestAnswer> _answers = new();
    private readonly string[] _tokens;
    private readonly Task _asking;

    public FaultClients(Uri address, IReadOnlyList<Guest> guests, string token)
    {
        _tokens = [.. Enumerable.Repeat(token, Count)];
        _asking = Task.WhenAll(Enumerable.Range(0, Count).Select(number => AskAsync(number, address, guests[number % guests.Count])));
    }

    /// <summary>Gives half of the clients tokens that the daemon does not know.</summary>
    public void BecomeUnknown(Func<string> newToken)
    {
        for (var client = Count / 2; client < Count; client++)
            Volatile.Write(ref _tokens[client], newToken());
    }

    /// <summary>Whether the daemon knew the client's token before the fault.</summary>
    public static bool IsKnown(int client) => client < Count / 2;

    /// <summary>The answers since the last time.</summary>
    public IReadOnlyList<GuestAnswer> Take()
    {
        var taken = new List<GuestAnswer>();
        while (_answers.TryDequeue(out var answer))
            taken.Add(answer);
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _stop.Dispose();
    }

    private async Task AskAsync(int number, Uri address, Guest guest)
    {
        using var client = new GuestClient(address);
        // So that they do not ask all at the same moment.
        await Task.Delay(Pause / Count * number);
        while (!_stop.IsCancellationRequested)
        {
            _answers.Enqueue(await client.AskAsync(guest, Volatile.Read(ref _tokens[number]), number, Stopwatch.GetTimestamp()));
            await Task.Delay(Pause);
        }
    }
}
