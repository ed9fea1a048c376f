using System.Collections.Concurrent;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Generations;

/// <summary>
/// Ends generations that are no longer in force, each in the background and in its own time: drains it, disposes it, and
/// hands its plugins to the <see cref="UnloadWatch"/>. Safe for any thread.
/// </summary>
/// <param name="unloads">Looks after what has been unloaded.</param>
/// <param name="retired">Called whenever one has ended.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class Retirement(UnloadWatch unloads, Action retired, TimeProvider time, ILogger<Retirement> logger) : IDisposable
{
    /// <summary>How long the providers of one generation may take to be disposed.</summary>
    public static readonly TimeSpan DisposeTime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Generation, Task> _underWay = new();
    private readonly CancellationTokenSource _hurry = new();

    /// <summary>Those that have not ended yet.</summary>
    public IEnumerable<Generation> UnderWay => _underWay.Keys;

    /// <summary>Begins to end one. Whoever calls it has made sure that no new request finds the generation.</summary>
    public void Begin(Generation generation)
    {
        var work = new Task<Task>(() => RetireAsync(generation));
        _underWay[generation] = work.Unwrap();
        using (ExecutionContext.SuppressFlow())
            work.Start(TaskScheduler.Default);
    }

    /// <summary>Waits until all have ended.</summary>
    /// <param name="drainTime">How long requests inside may still take, from now on.</param>
    public async Task EndAsync(TimeSpan drainTime)
    {
        await using var timer = time.CreateTimer(_ => _hurry.Cancel(), null, drainTime, Timeout.InfiniteTimeSpan);
        await Task.WhenAll(_underWay.Values);
    }

    public void Dispose() => _hurry.Dispose();

    private async Task RetireAsync(Generation generation)
    {
        var requests = await generation.DrainAsync(_hurry.Token);
        if (requests > 0)
            Log.RequestsLeft(logger, generation.Number, requests);
        await ReleaseAsync(generation);
        unloads.Add(generation.Number, generation.Plugins);
        _underWay.TryRemove(generation, out _);
        retired();
    }

    private async Task ReleaseAsync(Generation generation)
    {
        try
        {
            // On a thread that is its own: what a plugin does in its Dispose may block for ever.
            var releasing = Task.Factory.StartNew(
                generation.ReleaseAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            await releasing.WaitAsync(DisposeTime, time);
        }
        catch (TimeoutException)
        {
            Log.DisposeHangs(logger, generation.Number, DisposeTime.TotalSeconds);
            foreach (var plugin in generation.Pipeline.Plugins)
                plugin.Dispose();
        }
        catch (Exception exception)
        {
            Log.DisposeFailed(logger, generation.Number, FailureText.Full(exception));
        }

        // Not on the stack of what the plugins' code has ended: that would hold them.
        await Task.Yield();
    }

    private static partial class Log
    {
        [LoggerMessage(8111, LogLevel.Warning, "Generation {Number} is ended although {Count} of its requests are still under way; their providers have had their time.")]
        public static partial void RequestsLeft(ILogger logger, int number, int count);

        [LoggerMessage(8112, LogLevel.Warning, "The providers of generation {Number} were not disposed within {Seconds} s; their plugins are unloaded all the same.")]
        public static partial void DisposeHangs(ILogger logger, int number, double seconds);

        [LoggerMessage(8113, LogLevel.Warning, "Generation {Number} failed while it was disposed: {Failure}")]
        public static partial void DisposeFailed(ILogger logger, int number, string failure);
    }
}
