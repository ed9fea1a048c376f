using Microsoft.Extensions.Caching.Distributed;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Caching;

/// <summary>
/// One server of the shared cache, with a guard before it: no call fails, none takes longer than it may, and after the first
/// that fails the server is dead: whoever waits for it is let go, nobody else asks it, and it is tried again in the
/// background. Safe for any thread.
/// </summary>
internal sealed partial class CacheServer : IAsyncDisposable
{
    /// <summary>Looked for to see whether a server answers; nothing is stored there.</summary>
    private const string Probe = "nova-pollinate/probe";

    private readonly IDistributedCache _cache;
    private readonly string _service;
    private readonly CacheTimes _times;
    private readonly CacheDeaths _deaths;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private CacheLife _life = new();
    private Task _return = Task.CompletedTask;

    /// <param name="name">As it is called in the log: what it is, and where.</param>
    /// <param name="cache">The server itself; disposed with this.</param>
    /// <param name="times">How long calls may take.</param>
    /// <param name="deaths">Who is dead in this process.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The log.</param>
    public CacheServer(
        string name, IDistributedCache cache, CacheTimes times, CacheDeaths deaths, TimeProvider clock, ILogger<CacheServer> logger)
    {
        Name = name;
        _cache = cache;
        _service = name.StartsWith("Redis", StringComparison.Ordinal) ? BackEndCall.Redis : BackEndCall.Memcached;
        _times = times;
        _deaths = deaths;
        _clock = clock;
        _logger = logger;
        // Tried at once: the configuration was read again, and may be what was wrong.
        if (deaths.Contains(name) && _life.TryEnd())
            _return = ReturnAsync(TimeSpan.Zero);
    }

    public string Name { get; }

    public bool IsDead => Volatile.Read(ref _life).IsOver;

    /// <returns>The value; null when there is none, or the server is dead.</returns>
    public Task<byte[]?> FindAsync(string key) =>
        CallAsync(cancellationToken => _cache.GetAsync(key, cancellationToken));

    /// <summary>Stores a value, if the server lives.</summary>
    public Task StoreAsync(string key, byte[] value, TimeSpan lifetime) =>
        CallAsync(async cancellationToken =>
        {
            await _cache.SetAsync(key, value, new() { AbsoluteExpirationRelativeToNow = lifetime }, cancellationToken);
            return true;
        });

    /// <summary>Asks the server, dead or not.</summary>
    /// <returns>Why it does not answer; null when it does.</returns>
    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(_times.Patience, _clock, cancellationToken);
        try
        {
            await BoundAsync(_cache.GetAsync(Probe, deadline.Token), deadline.Token);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return CacheFailure.Describe(exception, _times.Patience);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Volatile.Read(ref _life).TryEnd();
        await _return;
        switch (_cache)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    private async Task<T?> CallAsync<T>(Func<CancellationToken, Task<T>> call)
    {
        var life = Volatile.Read(ref _life);
        if (life.IsOver)
            return default;
        using var deadline = new CallDeadline(_times.Patience, _clock, life.Token);
        try
        {
            return await BackEndCall.MeasureAsync(_service, request: null, () => BoundAsync(call(deadline.Token), deadline.Token), static _ => StatusCodes.Status200OK);
        }
        catch (OperationCanceledException) when (life.IsOver)
        {
            // It died of another call, or the daemon ends.
            return default;
        }
        catch (Exception exception)
        {
            Die(life, exception);
            return default;
        }
    }

    /// <summary>Ends with the time, whatever the cache does with the token: not every client listens to it.</summary>
    private static async Task<T> BoundAsync<T>(Task<T> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call.WaitAsync(cancellationToken);
        }
        finally
        {
            if (!call.IsCompleted)
                _ = call.ContinueWith(static left => _ = left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private void Die(CacheLife life, Exception exception)
    {
        if (!life.TryEnd() || _end.IsCancellationRequested)
            return;
        if (_deaths.Add(Name))
            Log.Dead(_logger, Name, CacheFailure.Describe(exception, _times.Patience), _times.Rest.TotalSeconds);
        // No request's own values go along with it.
        using (ExecutionContext.SuppressFlow())
            _return = Task.Run(() => ReturnAsync(_times.Rest));
    }

    private async Task ReturnAsync(TimeSpan rest)
    {
        try
        {
            while (true)
            {
                await Task.Delay(rest, _clock, _end.Token);
                if (await ProbeAsync(_end.Token) is not { } reason)
                    break;
                Log.StillDead(_logger, Name, reason);
                rest = _times.Rest;
            }
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            return;
        }

        Volatile.Write(ref _life, new());
        if (_deaths.Remove(Name))
            Log.Back(_logger, Name);
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Warning, "{Server} {Reason}: tokens are validated without this shared cache; it is tried again every {Seconds} s.")]
        public static partial void Dead(ILogger logger, string server, string reason, double seconds);

        [LoggerMessage(4002, LogLevel.Information, "{Server} answers again; validated tokens are shared through it.")]
        public static partial void Back(ILogger logger, string server);

        [LoggerMessage(4003, LogLevel.Debug, "{Server} is still no use: it {Reason}.")]
        public static partial void StillDead(ILogger logger, string server, string reason);
    }
}
