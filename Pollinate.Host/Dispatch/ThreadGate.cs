namespace Pollinate.Host.Dispatch;

/// <summary>
/// Where threads sleep that have nothing to do. They sleep at once: to spin for a while, as <see cref="SemaphoreSlim"/>
/// does, takes processors from the work that they wait for. Safe for any thread.
/// </summary>
internal sealed class ThreadGate
{
    private readonly object _gate = new();
    private int _permits;

    /// <summary>Lets so many threads go on, those that sleep or those that come.</summary>
    public void Release(int count = 1)
    {
        lock (_gate)
        {
            _permits += count;
            if (count == 1)
                Monitor.Pulse(_gate);
            else
                Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Sleeps until a permit is there, and takes it.</summary>
    /// <returns>False when there was none for so long.</returns>
    public bool Sleep(TimeSpan patience)
    {
        lock (_gate)
        {
            while (_permits == 0)
            {
                if (!Monitor.Wait(_gate, patience))
                    return false;
            }

            _permits--;
            return true;
        }
    }
}
