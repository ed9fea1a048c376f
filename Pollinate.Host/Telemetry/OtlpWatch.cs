namespace Pollinate.Host.Telemetry;

/// <summary>Says once that traces and metrics can't be sent, and once that they can again. Safe for any thread.</summary>
internal sealed partial class OtlpWatch(ILogger<OtlpWatch> logger)
{
    private int _isFailing;

    /// <param name="reason">Why they can't; null when they were taken.</param>
    public void Tell(string? reason)
    {
        if (reason is not null && Interlocked.Exchange(ref _isFailing, 1) == 0)
            Log.NotSent(logger, reason);
        else if (reason is null && Volatile.Read(ref _isFailing) != 0 && Interlocked.Exchange(ref _isFailing, 0) != 0)
            Log.SentAgain(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Warning, "Traces and metrics can't be sent by OTLP: {Reason}. They are dropped until they can; nothing else is the worse for it.")]
        public static partial void NotSent(ILogger logger, string reason);

        [LoggerMessage(6102, LogLevel.Information, "Traces and metrics are sent by OTLP again.")]
        public static partial void SentAgain(ILogger logger);
    }
}
