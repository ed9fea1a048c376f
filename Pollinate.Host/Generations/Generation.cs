using Pollinate.Host.Configuration;
using Pollinate.Host.Http;
using Pollinate.Host.Keeping;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Generations;

/// <summary>
/// Everything that one reading of the configuration made: its services, a request's way through them, the providers. A
/// request enters one generation and stays in it to its end; a reload makes another, which takes over what is kept. Immutable
/// but for the count of those inside. Safe for any thread.
/// </summary>
internal sealed class Generation : IAsyncDisposable
{
    /// <summary>How long the last requests may take; those that are left then lose their providers.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly RequestWay _way;
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One of them is the generation's own: as long as it is there, requests may enter.
    private int _inside = 1;
    private int _isRetired;

    /// <param name="number">Counts from 1.</param>
    /// <param name="snapshot">What the configuration said.</param>
    /// <param name="stores">What is kept; let go of with the generation.</param>
    /// <param name="services">The services made of it; disposed with the generation.</param>
    /// <param name="pipeline">The providers; disposed with the generation.</param>
    /// <param name="way">A request's way through the services.</param>
    public Generation(
        int number, ConfigurationSnapshot snapshot, KeptStores stores, ServiceProvider services, ProviderPipeline pipeline, RequestWay way)
    {
        Number = number;
        Snapshot = snapshot;
        Stores = stores;
        Pipeline = pipeline;
        Plugins = [.. pipeline.Plugins.Select(PluginState.Of)];
        _services = services;
        _time = services.GetRequiredService<TimeProvider>();
        _way = way;
    }

    /// <summary>Counts from 1.</summary>
    public int Number { get; }

    /// <summary>What the configuration said when it was made.</summary>
    public ConfigurationSnapshot Snapshot { get; }

    /// <summary>What it keeps, which the next one takes over as far as the settings are the same.</summary>
    public KeptStores Stores { get; }

    /// <summary>Its providers.</summary>
    public ProviderPipeline Pipeline { get; }

    /// <summary>What is known of the plugins, for as long as anybody asks.</summary>
    public IReadOnlyList<PluginState> Plugins { get; }

    /// <summary>How many requests are inside.</summary>
    public int RequestsInside => Math.Max(0, Volatile.Read(ref _inside) - (Volatile.Read(ref _isRetired) == 0 ? 1 : 0));

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Lets one request in. Whoever was let in must leave.</summary>
    /// <returns>False when the generation has been retired and is empty.</returns>
    public bool TryEnter()
    {
        for (var inside = Volatile.Read(ref _inside); inside > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _inside, inside + 1, inside);
            if (seen == inside)
                return true;
            inside = seen;
        }

        return false;
    }

    /// <summary>Ends what <see cref="TryEnter"/> began.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _inside) == 0)
            _empty.SetResult();
    }

    /// <summary>A request's way.</summary>
    public Task HandleAsync(HttpContext context) => _way.HandleAsync(context);

    /// <summary>
    /// Waits until the last request has left, but no longer than <see cref="DrainTime"/>. Whoever calls it has made sure that
    /// no new request finds the generation.
    /// </summary>
    /// <param name="hurry">Ends the waiting earlier.</param>
    /// <returns>How many requests have not left.</returns>
    public async Task<int> DrainAsync(CancellationToken hurry)
    {
        if (Interlocked.Exchange(ref _isRetired, 1) == 0)
            Leave();
        try
        {
            await _empty.Task.WaitAsync(DrainTime, _time, hurry);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // What is still inside has had its time.
        }

        return RequestsInside;
    }

    /// <summary>Disposes the providers, their plugins and the services, and lets go of the stores, whoever is inside.</summary>
    public async Task ReleaseAsync()
    {
        try
        {
            await Pipeline.DisposeAsync();
            await _services.DisposeAsync();
        }
        finally
        {
            Stores.Dispose();
        }
    }

    /// <summary>Drains it, then releases it.</summary>
    public async ValueTask DisposeAsync()
    {
        await DrainAsync(CancellationToken.None);
        await ReleaseAsync();
    }
}
