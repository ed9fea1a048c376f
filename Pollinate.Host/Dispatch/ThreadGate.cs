namespace Pollinate.Host.Dispatch;

/// <summary>
/// Where threads sleep that have nothing to do. They sleep at once: to spin for a while, as <see cref="SemaphoreSlim"/>
/// does, takes processors from the work that they wait for. Safe for any thread.
/// </summary>
/// <remarks>
/// Who came last goes first. In turn, as a monitor wakes its waiters, each of many threads would be woken now and then by a
/// little work, and none would ever have had nothing to do for long.
/// </remarks>
internal sealed class ThreadGate
{
    private readonly Lock _gate = new();
    private readonly List<Sleeper> _sleepers = [];
    private int _permits;

    /// <summary>Lets so many threads go on, those that sleep or those that come.</summary>
    public void Release(int count = 1)
    {
        for (var released = 0; released < count; released++)
        {
            Sleeper last;
            lock (_gate)
            {
                if (_sleepers.Count == 0)
                {
                    _permits += count - released;
                    return;
                }

                last = _sleepers[^1];
                _sleepers.RemoveAt(_sleepers.Count - 1);
            }

            last.Wake();
        }
    }

    /// <summary>Sleeps until a permit is there, and takes it.</summary>
    /// <returns>False when there was none for so long.</returns>
    public bool Sleep(TimeSpan patience)
    {
        var self = Sleeper.OfThread;
        lock (_gate)
        {
            if (_permits > 0)
            {
                _permits--;
                return true;
            }

            _sleepers.Add(self);
        }

        if (self.Sleep(patience))
            return true;
        lock (_gate)
        {
            if (_sleepers.Remove(self))
                return false;
        }

        // Taken out by whoever is about to wake it.
        return self.Sleep(Timeout.InfiniteTimeSpan);
    }

    /// <summary>One thread's place to sleep, of which it has one at a time.</summary>
    private sealed class Sleeper
    {
        [ThreadStatic]
        private static Sleeper? _ofThread;

        private readonly object _bed = new();
        private bool _isWoken;

        public static Sleeper OfThread => _ofThread ??= new();

        public void Wake()
        {
            lock (_bed)
            {
                _isWoken = true;
                Monitor.Pulse(_bed);
            }
        }

        public bool Sleep(TimeSpan patience)
        {
            lock (_bed)
            {
                if (!_isWoken)
                    Monitor.Wait(_bed, patience);
                var isWoken = _isWoken;
                _isWoken = false;
                return isWoken;
            }
        }
    }
}
