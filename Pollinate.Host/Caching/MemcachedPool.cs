using System.Collections.Concurrent;

namespace Pollinate.Host.Caching;

/// <summary>The connections with one memcached server. The one used last is used next, so that the others end. Safe for any thread.</summary>
internal sealed class MemcachedPool : IAsyncDisposable
{
    private readonly MemcachedAddress _address;
    private readonly MemcachedSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ConcurrentStack<MemcachedConnection> _idle = new();
    private readonly SemaphoreSlim _free;
    private readonly ITimer _sweeps;
    private volatile bool _isClosed;

    public MemcachedPool(MemcachedAddress address, MemcachedSettings settings, TimeProvider clock)
    {
        _address = address;
        _settings = settings;
        _clock = clock;
        _free = new(settings.MaximumConnections);
        _sweeps = clock.CreateTimer(_ => _ = SweepAsync(), null, settings.UnusedTime, settings.UnusedTime);
    }

    /// <summary>How many connections wait for a call.</summary>
    public int Idle => _idle.Count;

    /// <summary>Makes one call on a connection of its own.</summary>
    /// <param name="call">The call. Whatever it throws, the connection is closed.</param>
    /// <param name="busy">What to give when no connection becomes free in time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<T> CallAsync<T>(
        Func<IMemcachedProtocol, CancellationToken, ValueTask<T>> call, T busy, CancellationToken cancellationToken)
    {
        if (!await _free.WaitAsync(_settings.ConnectionWait, cancellationToken))
            return busy;
        MemcachedConnection? connection = null;
        try
        {
            connection = await TakeAsync() ?? await MemcachedConnection.OpenAsync(_address, _settings, cancellationToken);
            var result = await call(connection.Protocol, cancellationToken);
            connection.UsedAt = _clock.GetTimestamp();
            _idle.Push(connection);
            connection = null;
            return result;
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync();
            _free.Release();
            if (_isClosed)
                await CloseIdleAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        await _sweeps.DisposeAsync();
        await CloseIdleAsync();
    }

    private async ValueTask<MemcachedConnection?> TakeAsync()
    {
        while (_idle.TryPop(out var connection))
        {
            if (connection.IsQuiet && !IsUnused(connection))
                return connection;
            await connection.DisposeAsync();
        }

        return null;
    }

    private bool IsUnused(MemcachedConnection connection) => _clock.GetElapsedTime(connection.UsedAt) >= _settings.UnusedTime;

    private async Task SweepAsync()
    {
        var kept = new Stack<MemcachedConnection>();
        var taken = 0;
        // Each as if it were in use, so that calls that come meanwhile open no more than there may be.
        while (await _free.WaitAsync(TimeSpan.Zero))
        {
            taken++;
            if (!_idle.TryPop(out var connection))
                break;
            if (IsUnused(connection) || !connection.IsQuiet)
                await connection.DisposeAsync();
            else
                kept.Push(connection);
        }

        foreach (var connection in kept)
            _idle.Push(connection);
        if (taken > 0)
            _free.Release(taken);
        if (_isClosed)
            await CloseIdleAsync();
    }

    private async Task CloseIdleAsync()
    {
        while (_idle.TryPop(out var connection))
            await connection.DisposeAsync();
    }
}
