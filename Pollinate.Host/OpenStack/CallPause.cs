namespace Pollinate.Host.OpenStack;

/// <summary>
/// Spares a service that is in trouble: after some failures in a row it is asked a few times a second at most until it answers,
/// and not at all as long as it asks for that by <c>Retry-After</c>. Whoever comes meanwhile fails at once, for the last
/// reason. Takes no lock. Safe for any thread.
/// </summary>
/// <remarks>
/// It goes by when calls begin and not by when they end: one that hangs must not keep the others away from a service that is
/// well again. A single failure pauses nothing: with one worker of several broken the next call finds another.
/// </remarks>
/// <param name="service">What messages call it.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="logger">Told of them.</param>
internal sealed partial class CallPause(string service, TimeProvider clock, ILogger logger)
{
    /// <summary>So many failures in a row make a pause.</summary>
    public const int Threshold = 5;

    /// <summary>So many calls may be begun then in each <see cref="Length"/>: as many as one provider makes at once.</summary>
    public const int Tries = 3;

    /// <summary>The time that they are counted by.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    /// <summary>Longer than this a service isn't left alone, whatever it asks for: guests boot meanwhile.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromSeconds(10);

    private int _failures;
    private long _triesSince;
    private int _tries;
    private Request? _request;
    private string _reason = "";

    /// <summary>Begins a call, or fails at once.</summary>
    /// <exception cref="OpenStackException">The service is spared for the moment.</exception>
    public void Check()
    {
        // Mostly there is no trouble, and this is all that it costs.
        if (Volatile.Read(ref _failures) == 0)
            return;
        var now = clock.GetTimestamp();
        if (Volatile.Read(ref _request) is { } request && clock.GetElapsedTime(request.MadeAt, now) < request.Length)
            throw Spared("asks to be left alone");
        if (Volatile.Read(ref _failures) < Threshold)
            return;
        var since = Volatile.Read(ref _triesSince);
        if (clock.GetElapsedTime(since, now) >= Length && Interlocked.CompareExchange(ref _triesSince, now, since) == since)
            Volatile.Write(ref _tries, 0);
        if (Interlocked.Increment(ref _tries) > Tries)
            throw Spared("has failed repeatedly and is asked less often until it answers");
    }

    /// <summary>The service answered.</summary>
    public void Succeeded()
    {
        if (Volatile.Read(ref _failures) == 0)
            return;
        Volatile.Write(ref _request, null);
        if (Interlocked.Exchange(ref _failures, 0) >= Threshold)
            Log.Over(logger, service);
    }

    /// <summary>The service did not answer, or not usably.</summary>
    /// <param name="reason">Why; a sentence.</param>
    /// <param name="retryAfter">How long it asks to be left alone, or null.</param>
    public void Failed(string reason, TimeSpan? retryAfter)
    {
        var now = clock.GetTimestamp();
        Volatile.Write(ref _reason, reason);
        if (retryAfter is { } asked && asked > TimeSpan.Zero)
        {
            var length = asked < LongestAsked ? asked : LongestAsked;
            if (Interlocked.Exchange(ref _request, new(now, length)) is null)
                Log.Asked(logger, service, length.TotalSeconds);
        }

        if (Interlocked.Increment(ref _failures) != Threshold)
            return;
        Volatile.Write(ref _triesSince, now);
        Volatile.Write(ref _tries, Tries);
        Log.Begun(logger, service, Threshold, reason);
    }

    private OpenStackException Spared(string why) => new($"{service} {why}: {Volatile.Read(ref _reason)}") { IsSpared = true };

    private sealed record Request(long MadeAt, TimeSpan Length);

    private static partial class Log
    {
        [LoggerMessage(3050, LogLevel.Warning, "{Service} has failed {Count} times in a row, so it is asked a few times a second at most until it answers: {Reason}")]
        public static partial void Begun(ILogger logger, string service, int count, string reason);

        [LoggerMessage(3051, LogLevel.Information, "{Service} answers again.")]
        public static partial void Over(ILogger logger, string service);

        [LoggerMessage(3052, LogLevel.Warning, "{Service} asks to be left alone, and is for {Seconds} s.")]
        public static partial void Asked(ILogger logger, string service, double seconds);
    }
}
