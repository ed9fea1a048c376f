namespace Pollinate.Host.Systemd;

/// <summary>
/// Tells systemd that the daemon is alive, twice in the time that it waits for that, as long as the daemon answers itself. When it
/// no longer does, systemd ends the daemon and starts it anew.
/// </summary>
internal sealed partial class Watchdog : IAsyncDisposable
{
    private readonly TimeSpan _time;
    private readonly Func<CancellationToken, Task> _ask;
    private readonly Action _tellAlive;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    /// <summary>Begins to watch.</summary>
    /// <param name="time">How long systemd waits for a sign of life.</param>
    /// <param name="ask">Asks the daemon; ends when it has answered, whatever it has.</param>
    /// <param name="tellAlive">Tells systemd.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Told when the daemon does not answer.</param>
    public Watchdog(TimeSpan time, Func<CancellationToken, Task> ask, Action tellAlive, TimeProvider clock, ILogger logger)
    {
        (_time, _ask, _tellAlive, _clock, _logger) = (time, ask, tellAlive, clock, logger);
        // On the pool's threads like every request: where they are all stuck, so is this.
        using (ExecutionContext.SuppressFlow())
            _watching = Task.Run(() => WatchAsync(_stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_time / 2, _clock);
        try
        {
            do
            {
                if (await AnswersAsync(cancellationToken))
                    _tellAlive();
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The daemon stops.
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_time, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _ask(either.Token).WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Log.NoAnswer(_logger, _time.TotalSeconds);
        }
        catch (HttpRequestException exception)
        {
            Log.Failed(_logger, exception.Message);
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(8401, LogLevel.Critical, "The daemon has not answered itself within {Seconds} s, so it does not tell systemd that it is alive; systemd will restart it (WatchdogSec=).")]
        public static partial void NoAnswer(ILogger logger, double seconds);

        [LoggerMessage(8402, LogLevel.Critical, "The daemon can't ask itself, so it does not tell systemd that it is alive; systemd will restart it (WatchdogSec=): {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
