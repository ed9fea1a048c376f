namespace Pollinate.Host.Dispatch;

/// <summary>
/// Work on a thread of plugin code that wants to know when it takes long, and has no clock of its own until then. Told by
/// the threads' overseer: it must not throw, block, or take long, and may be told again.
/// </summary>
internal interface IHeldUp : IThreadPoolWorkItem
{
    /// <summary>It has waited for a thread, or kept one, for a tick of the overseer, some ten milliseconds.</summary>
    void Watch();

    /// <summary>The provider whose code is running.</summary>
    PoolTrust? Trust { get; }
}
