using Pollinate.Abstractions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Containment;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Plugins;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Pipeline;

/// <summary>One provider of the pipeline, alive, and what stands between it and the others.</summary>
internal sealed partial class ProviderEntry : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TimeSpan _breakerTime;
    private readonly ILogger _logger;

    /// <param name="description">What its plugin's metadata says of it.</param>
    /// <param name="provider">The instance.</param>
    /// <param name="services">The container that its constructor's parameters came from; disposed with it.</param>
    /// <param name="policy">How it is treated.</param>
    /// <param name="slot">Where its calls in progress are counted for the case that the process dies.</param>
    /// <param name="threads">The threads that its code runs on.</param>
    /// <param name="guard">Puts back what its code changes of the process.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of its failures.</param>
    public ProviderEntry(
        ProviderDescription description,
        PollinateProvider provider,
        ServiceProvider services,
        ProviderPolicy policy,
        CrashSlot slot,
        ProviderThreads threads,
        ProcessGuard guard,
        TimeProvider time,
        ILogger logger)
    {
        var defaults = new ProviderPolicy();
        Name = description.Name!;
        Description = description;
        Provider = provider;
        Required = policy.Required;
        Timeout = policy.Timeout is > 0 ? TimeSpan.FromSeconds(policy.Timeout.Value) : null;
        Slot = slot;
        Lane = new(
            threads,
            policy.MaxConcurrency ?? defaults.MaxConcurrency!.Value,
            () => guard.Restore(Name),
            exception => RecordFailure("an async void method of it threw " + FailureText.Full(exception)));
        _breakerTime = TimeSpan.FromSeconds(policy.BreakerTime ?? defaults.BreakerTime!.Value);
        Breaker = new(policy.BreakerThreshold ?? defaults.BreakerThreshold!.Value, _breakerTime, time);
        _services = services;
        _logger = logger;
    }

    /// <summary>Its key in the answer.</summary>
    public string Name { get; }

    /// <summary>What its plugin's metadata says of it.</summary>
    public ProviderDescription Description { get; }

    /// <summary>The instance.</summary>
    public PollinateProvider Provider { get; }

    /// <summary>A request that it fails for is answered with an error.</summary>
    public bool Required { get; }

    /// <summary>How long one call may take; null: as long as the request has.</summary>
    public TimeSpan? Timeout { get; }

    /// <summary>Counts its calls in progress for the case that the process dies.</summary>
    public CrashSlot Slot { get; }

    /// <summary>Bounds its calls and threads.</summary>
    public ProviderLane Lane { get; }

    /// <summary>What is known of it across reloads; null where nobody wants to know.</summary>
    public ProviderStatistics? Statistics { get; init; }

    /// <summary>Leaves it out after repeated failures.</summary>
    public CircuitBreaker Breaker { get; }

    /// <summary>Takes notice of how a call ended.</summary>
    /// <param name="kind">How.</param>
    /// <param name="reason">Of a failure what it was.</param>
    /// <param name="isTrial">It was the call that tries the provider again after it was left out.</param>
    /// <param name="hadBegun">It ran; otherwise its end says nothing of the provider.</param>
    public void Record(OutcomeKind kind, string? reason, bool isTrial, bool hadBegun)
    {
        switch (kind)
        {
            case OutcomeKind.Ok or OutcomeKind.Nothing:
                if (Breaker.Succeeded())
                    Log.WorksAgain(_logger, Name);
                break;
            case OutcomeKind.Failed:
                Log.Failed(_logger, Name, reason!);
                CountFailure(isTrial);
                break;
            case OutcomeKind.TimedOut when hadBegun:
                CountFailure(isTrial);
                break;
            case OutcomeKind.LeftOut:
                Log.LeftOut(_logger, Name);
                if (isTrial)
                    Breaker.Failed(isTrial: true);
                break;
            default:
                if (isTrial)
                    Breaker.GaveUpTrial();
                break;
        }
    }

    /// <summary>Says that a call was given up since it took longer than it may.</summary>
    public void ReportTimeout() => Log.TimedOut(_logger, Name, Timeout!.Value.TotalSeconds);

    /// <summary>Takes notice of a failure that belongs to no call: in the background, or after the call was given up.</summary>
    public void RecordFailure(string failure)
    {
        Log.FailedInBackground(_logger, Name, failure);
        Statistics?.Fail(failure);
        CountFailure(isTrial: false);
    }

    /// <summary>Takes notice of a failure that belongs to no call and has been logged.</summary>
    public void CountFailure() => CountFailure(isTrial: false);

    /// <summary>Disposes the provider, then its services. What the provider throws is the caller's to log.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Provider is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else if (Provider is IDisposable synchronous)
                synchronous.Dispose();
        }
        finally
        {
            await _services.DisposeAsync();
        }
    }

    private void CountFailure(bool isTrial)
    {
        if (Breaker.Failed(isTrial))
            Log.Opened(_logger, Name, _breakerTime.TotalSeconds);
    }

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Warning, "The provider {Provider} failed and is left out of the answer: {Failure}")]
        public static partial void Failed(ILogger logger, string provider, string failure);

        [LoggerMessage(5005, LogLevel.Warning, "The provider {Provider} did not end within its timeout of {Seconds} s and is left out of the answer.")]
        public static partial void TimedOut(ILogger logger, string provider, double seconds);

        [LoggerMessage(5006, LogLevel.Warning, "The provider {Provider} failed outside of a call: {Failure}")]
        public static partial void FailedInBackground(ILogger logger, string provider, string failure);

        [LoggerMessage(5007, LogLevel.Warning, "The provider {Provider} has failed so often, one time after the other, that it is left out for {Seconds} s; then one request tries it again.")]
        public static partial void Opened(ILogger logger, string provider, double seconds);

        [LoggerMessage(5008, LogLevel.Information, "The provider {Provider} works again.")]
        public static partial void WorksAgain(ILogger logger, string provider);

        [LoggerMessage(5009, LogLevel.Debug, "The provider {Provider} is left out of this answer, since it has failed repeatedly.")]
        public static partial void LeftOut(ILogger logger, string provider);
    }
}
