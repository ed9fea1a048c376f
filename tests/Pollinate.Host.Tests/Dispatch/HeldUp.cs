using Pollinate.Host.Dispatch;

namespace Pollinate.Host.Tests.Dispatch;

/// <summary>A piece of work that notes when it is told that it takes long.</summary>
internal sealed class HeldUp(Action run, PoolTrust? trust = null) : IHeldUp
{
    private int _told;
    private int _hasRun;

    public PoolTrust? Trust => trust;

    public bool IsTold => Volatile.Read(ref _told) > 0;

    public bool HasRun => Volatile.Read(ref _hasRun) > 0;

    public void Watch() => Interlocked.Increment(ref _told);

    public void Execute()
    {
        run();
        Interlocked.Increment(ref _hasRun);
    }
}
