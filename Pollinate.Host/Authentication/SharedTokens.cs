using System.Threading.Channels;
using Pollinate.Host.Caching;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Authentication;

/// <summary>
/// The second level behind <see cref="TokenCache"/>: tokens that any daemon has had validated, in the shared cache. What comes
/// from there may have been written by anybody, and is read as an answer of Keystone's is. Storing is nobody's waiting: it is
/// done in the background, and left undone when it can't keep up. Safe for any thread.
/// </summary>
internal sealed partial class SharedTokens : IAsyncDisposable
{
    /// <summary>How many tokens may wait for being stored; each has Keystone's whole answer with it.</summary>
    public const int LongestQueue = 256;

    /// <summary>
    /// How long a request waits for the shared cache before Keystone is asked all the same: one that hangs for the whole
    /// <c>memcache_pool_socket_timeout</c> would leave Keystone nothing of the request's budget.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    /// <summary>How long what waits may still take at the end.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    /// <summary>Between two lines about entries that can't be used.</summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromMinutes(1);

    private readonly SharedCache _cache;
    private readonly TokenSeal _seal;
    private readonly TimeSpan _lifetime;
    private readonly bool _withCatalog;
    private readonly TimeProvider _clock;
    private readonly ILogger<SharedTokens> _logger;
    private readonly Channel<Waiting> _queue;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _storing;
    private long _flawed;
    private long _saidAt;

    public SharedTokens(SharedCache cache, KeystoneAuthtokenOptions options, TimeProvider clock, ILogger<SharedTokens> logger)
    {
        _cache = cache;
        _seal = TokenSeal.Of(options);
        _lifetime = TokenCache.LifetimeOf(options);
        _withCatalog = options.IncludeServiceCatalog;
        _clock = clock;
        _logger = logger;
        IsOff = cache.Servers.Count == 0 || _lifetime <= TimeSpan.Zero;
        _queue = Channel.CreateBounded<Waiting>(
            new BoundedChannelOptions(LongestQueue) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        _storing = IsOff ? Task.CompletedTask : Task.Run(StoreAllAsync);
    }

    /// <summary>Nothing is shared.</summary>
    public bool IsOff { get; }

    /// <summary>Looks for a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="allowExpired">One that has expired is of use.</param>
    /// <returns>Null when nothing is known of it, or nothing that can be believed.</returns>
    public async Task<SharedToken?> FindAsync(string token, bool allowExpired)
    {
        if (IsOff || await AskAsync(_seal.KeyOf(token)) is not { } value)
            return null;
        if (value.Length > MemcachedCache.LargestValue)
            return Flawed("it is too large");
        if (_seal.Open(token, value) is not { } entry)
            return Flawed("it was not signed with memcache_secret_key for its place, or has been changed since");
        try
        {
            var now = _clock.GetUtcNow();
            var found = SharedTokenEntry.Read(entry, _withCatalog, _lifetime, now);
            return found is not null && !allowExpired && found.Token.HasExpired(now) ? null : found;
        }
        catch (Exception)
        {
            // Whatever it was: nothing that lies in the cache may fail a request.
            return Flawed("it does not describe a token as Keystone does");
        }
    }

    /// <summary>Shares a token, in a while.</summary>
    /// <param name="token">The token.</param>
    /// <param name="askedAt">When Keystone was asked.</param>
    /// <param name="answer">What it said.</param>
    public void Add(string token, DateTimeOffset askedAt, ReadOnlyMemory<byte> answer)
    {
        if (!IsOff)
            _queue.Writer.TryWrite(new(token, askedAt, answer));
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        try
        {
            await _storing.WaitAsync(DrainTime);
        }
        catch (TimeoutException)
        {
            await _end.CancelAsync();
        }
    }

    private async Task<byte[]?> AskAsync(string key)
    {
        try
        {
            return await _cache.FindAsync(key).WaitAsync(Patience, _clock);
        }
        catch (TimeoutException)
        {
            // The call goes on, and leaves the server alone when its own time is up.
            return null;
        }
    }

    private async Task StoreAllAsync()
    {
        await foreach (var waiting in _queue.Reader.ReadAllAsync())
        {
            if (_end.IsCancellationRequested)
                return;
            try
            {
                await StoreAsync(waiting);
            }
            catch (Exception exception)
            {
                // The next one may fare better. The message could hold what was to be stored.
                Log.NotStored(_logger, exception.GetType().Name);
            }
        }
    }

    private async Task StoreAsync(Waiting waiting)
    {
        var left = _lifetime - (_clock.GetUtcNow() - waiting.AskedAt);
        if (left <= TimeSpan.Zero)
            return;
        var value = _seal.Seal(waiting.Token, SharedTokenEntry.Write(waiting.Answer, waiting.AskedAt, _withCatalog));
        if (value.Length <= MemcachedCache.LargestValue)
            await _cache.StoreAsync(_seal.KeyOf(waiting.Token), value, left);
    }

    private SharedToken? Flawed(string reason)
    {
        var count = Interlocked.Increment(ref _flawed);
        var saidAt = Interlocked.Read(ref _saidAt);
        var now = _clock.GetTimestamp();
        if ((saidAt == 0 || _clock.GetElapsedTime(saidAt, now) >= QuietTime)
            && Interlocked.CompareExchange(ref _saidAt, now, saidAt) == saidAt)
        {
            Log.Flawed(_logger, reason, count);
        }

        return null;
    }

    private sealed record Waiting(string Token, DateTimeOffset AskedAt, ReadOnlyMemory<byte> Answer)
    {
        // A record prints its members, and one is a token.
        public override string ToString() => nameof(Waiting);
    }

    private static partial class Log
    {
        [LoggerMessage(2030, LogLevel.Warning, "An entry of the shared cache can't be used, and Keystone was asked instead: {Reason}. That makes {Count} since the configuration was read.")]
        public static partial void Flawed(ILogger logger, string reason, long count);

        [LoggerMessage(2031, LogLevel.Warning, "A validated token could not be shared ({Failure}).")]
        public static partial void NotStored(ILogger logger, string failure);
    }
}
