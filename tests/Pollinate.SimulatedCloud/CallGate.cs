namespace Pollinate.SimulatedCloud;

/// <summary>
/// Holds calls back until a test lets them go, so that a test can count how many times a client has to wait for answers one
/// after the other: each release is one round trip. Open unless it is closed.
/// </summary>
public sealed class CallGate
{
    /// <summary>Far more than any machine needs; only a test that fails waits so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly List<string> _held = [];
    private TaskCompletionSource? _wave;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Holds every call from now on.</summary>
    public void Close()
    {
        lock (_lock)
            _wave ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Lets all calls pass, those held and those to come.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _held.Clear();
            _wave?.SetResult();
            _wave = null;
        }
    }

    /// <summary>Lets those calls go that are held now: a round trip.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _held.Clear();
            _wave?.SetResult();
            _wave = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until so many calls are held at the same time.</summary>
    /// <returns>Methods and paths of the calls that are held, sorted.</returns>
    /// <exception cref="TimeoutException">They did not come.</exception>
    public async Task<IReadOnlyList<string>> WhenHeldAsync(int count)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_held.Count >= count)
                    return [.. _held.Order(StringComparer.Ordinal)];
                changed = _changed.Task;
            }

            await changed.WaitAsync(Patience);
        }
    }

    internal async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (Hold(context) is { } wave)
            await wave.WaitAsync(context.RequestAborted);
        await next(context);
    }

    private Task? Hold(HttpContext context)
    {
        if (Volatile.Read(ref _wave) is null)
            return null;
        lock (_lock)
        {
            if (_wave is null)
                return null;
            _held.Add($"{context.Request.Method} {context.Request.Path}");
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _wave.Task;
        }
    }
}
