using Pollinate.Host.Configuration;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Generations;

/// <summary>
/// Everything that one reading of the configuration made: its services, a request's way through them, the providers. A
/// request enters one generation and stays in it to its end; a reload makes another. Immutable but for the count of those
/// inside. Safe for any thread.
/// </summary>
internal sealed class Generation : IAsyncDisposable
{
    /// <summary>How long the last requests may take; those that are left then lose their providers.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly RequestDelegate _handle;
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One of them is the generation's own: as long as it is there, requests may enter.
    private int _inside = 1;

    /// <param name="number">Counts from 1.</param>
    /// <param name="snapshot">What the configuration said.</param>
    /// <param name="services">The services made of it; disposed with the generation.</param>
    /// <param name="pipeline">The providers; disposed with the generation.</param>
    /// <param name="handle">A request's way through the services.</param>
    public Generation(
        int number, ConfigurationSnapshot snapshot, ServiceProvider services, ProviderPipeline pipeline, RequestDelegate handle)
    {
        Number = number;
        Snapshot = snapshot;
        Pipeline = pipeline;
        _services = services;
        _time = services.GetRequiredService<TimeProvider>();
        _handle = handle;
    }

    /// <summary>Counts from 1.</summary>
    public int Number { get; }

    /// <summary>What the configuration said when it was made.</summary>
    public ConfigurationSnapshot Snapshot { get; }

    /// <summary>Its providers.</summary>
    public ProviderPipeline Pipeline { get; }

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

    /// <summary>A request's way, with services of its own.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        await using var scope = _services.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        await _handle(context);
    }

    /// <summary>
    /// Waits until the last request has left, but no longer than <see cref="DrainTime"/>, then disposes the providers, their plugins and the services. Whoever calls it
    /// has made sure that no new request finds the generation.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Leave();
        try
        {
            await _empty.Task.WaitAsync(DrainTime, _time);
        }
        catch (TimeoutException)
        {
            // What is still inside has had its time.
        }

        await Pipeline.DisposeAsync();
        await _services.DisposeAsync();
    }
}
