using System.Diagnostics;

namespace Pollinate.SimulatedCloud;

/// <summary>
/// Has every call of every service take so long. The system's timers ring late by up to some milliseconds, so the wait that
/// is asked of them is the shorter by what they were late when it was tried.
/// </summary>
internal sealed class ServiceLatency
{
    private const int Trials = 15;

    /// <summary>Late by less than this is not corrected: it can't be, in whole milliseconds.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(1);

    private readonly TimeSpan _wait;

    private ServiceLatency(TimeSpan wait) => _wait = wait;

    /// <summary>Tries the system's timers, then holds calls by what they do.</summary>
    public static async Task<ServiceLatency> MeasureAsync(TimeSpan latency)
    {
        if (latency == TimeSpan.Zero)
            return new(latency);
        // The least: what else the machine was doing at the moment is no fault of the timers.
        var late = TimeSpan.MaxValue;
        for (var trial = 0; trial < Trials; trial++)
        {
            var begun = Stopwatch.GetTimestamp();
            await Task.Delay(latency);
            if (Stopwatch.GetElapsedTime(begun) - latency is var measured && measured < late)
                late = measured;
        }

        var correction = late > Tolerance ? TimeSpan.FromMilliseconds(Math.Floor(late.TotalMilliseconds)) : TimeSpan.Zero;
        return new(latency > correction ? latency - correction : TimeSpan.Zero);
    }

    public Task PassAsync(HttpContext context, RequestDelegate next) =>
        _wait == TimeSpan.Zero || context.Request.Path.Value!.StartsWith("/_", StringComparison.Ordinal) ? next(context) : WaitAsync(context, next);

    private async Task WaitAsync(HttpContext context, RequestDelegate next)
    {
        await Task.Delay(_wait, context.RequestAborted);
        await next(context);
    }
}
