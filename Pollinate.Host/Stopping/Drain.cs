using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Pollinate.Host.Stopping;

/// <summary>
/// Whether the daemon is about to stop, and how many connections there are from before and since. Safe for any thread.
/// </summary>
internal sealed class Drain
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private volatile Count _opening = new();
    private volatile bool _hasBegun;

    /// <summary>From then on nobody should send anything new: the health says so, and so does each answer to its connection.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>Counts the connections of an endpoint.</summary>
    public void Watch(ListenOptions endpoint) => endpoint.Use(next => connection => CountAsync(next, connection));

    /// <summary>Begins it.</summary>
    /// <returns>Waits until those connections have gone that were there by now, but no longer than it is told.</returns>
    public Func<TimeSpan, Task> Begin()
    {
        var before = _opening;
        _opening = new();
        _hasBegun = true;
        return before.WaitAsync;
    }

    /// <summary>Waits until those have gone that have come since it began, but no longer than that.</summary>
    public Task WaitAsync(TimeSpan longest) => _opening.WaitAsync(longest);

    private async Task CountAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        var count = _opening;
        count.Add(1);
        try
        {
            await next(connection);
        }
        finally
        {
            count.Add(-1);
        }
    }

    private sealed class Count
    {
        private int _value;

        public void Add(int change) => Interlocked.Add(ref _value, change);

        public async Task WaitAsync(TimeSpan longest)
        {
            var begun = TimeProvider.System.GetTimestamp();
            while (Volatile.Read(ref _value) > 0 && TimeProvider.System.GetElapsedTime(begun) < longest)
                await Task.Delay(Glance);
        }
    }
}
