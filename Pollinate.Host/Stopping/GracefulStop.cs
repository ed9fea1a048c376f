using System.Globalization;

namespace Pollinate.Host.Stopping;

/// <summary>
/// Stops the server and loses no request: first it serves on and says to everybody that it will go, then nobody can connect any
/// longer, then it waits for what is in flight, and what takes too long is cut off.
/// </summary>
internal sealed partial class GracefulStop(WebApplication app, Drain drain, GentleListeners listeners, ILogger<GracefulStop> logger)
{
    /// <summary>Waits for SIGTERM, SIGINT or the end of the token.</summary>
    public async Task WaitForSignalAsync(CancellationToken cancellationToken)
    {
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var signal = app.Lifetime.ApplicationStopping.Register(() => signalled.TrySetResult());
        await using var token = cancellationToken.Register(app.Lifetime.StopApplication);
        await signalled.Task;
    }

    /// <summary>Stops it.</summary>
    public async Task RunAsync(StopTimes times)
    {
        Log.Stopping(logger, times.Delay > TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $": it serves on for {times.Delay.TotalSeconds} s, and says at /healthcheck that it will go")
            : "");
        var delay = Task.Delay(times.Delay);
        var gone = drain.Begin();
        await Task.WhenAll(delay, gone(StopTimes.Idle));
        await listeners.CloseAsync();

        using var rest = new CancellationTokenSource(times.Rest);
        // Whoever has connected last is about to ask.
        await drain.WaitAsync(StopTimes.Idle < times.Rest ? StopTimes.Idle : times.Rest);
        try
        {
            await app.StopAsync(rest.Token);
        }
        catch (OperationCanceledException) when (rest.IsCancellationRequested)
        {
            // Said below.
        }

        if (rest.IsCancellationRequested)
            Log.CutOff(logger, times.Rest.TotalSeconds);
    }

    /// <summary>Has something end in its own time, but no longer than <see cref="StopTimes.End"/>: the process ends with it.</summary>
    public async Task EndAsync(IAsyncDisposable something)
    {
        try
        {
            await something.DisposeAsync().AsTask().WaitAsync(StopTimes.End);
        }
        catch (TimeoutException)
        {
            Log.LeftBehind(logger, StopTimes.End.TotalSeconds);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8201, LogLevel.Information, "Stopping{How}.")]
        public static partial void Stopping(ILogger logger, string how);

        [LoggerMessage(8202, LogLevel.Warning, "Requests that were still in progress {Seconds} s after the last connection was accepted have been cut off ([server] shutdown_timeout).")]
        public static partial void CutOff(ILogger logger, double seconds);

        [LoggerMessage(8203, LogLevel.Warning, "The providers, or a reload, have not ended within {Seconds} s; the process ends without them.")]
        public static partial void LeftBehind(ILogger logger, double seconds);
    }
}
