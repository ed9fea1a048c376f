namespace Pollinate.Host.Containment;

/// <summary>Looks after the process each second, for what plugins change outside of their calls.</summary>
/// <remarks>
/// On a thread of its own: among the things that a plugin can change are the threads that a timer needs.
/// </remarks>
internal sealed class ProcessGuardService(ProcessGuard guard) : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _stopping = new();
    private Thread? _thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new(Run) { IsBackground = true, Name = "process guard" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Set();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stopping.Set();
        _thread?.Join();
        _stopping.Dispose();
    }

    private void Run()
    {
        while (!_stopping.Wait(Interval))
            guard.Restore(suspect: null);
    }
}
