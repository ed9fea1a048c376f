using System.Runtime.CompilerServices;

namespace Pollinate.Host.Dispatch;

/// <summary>Plugin code of providers that may run on a thread of the pool.</summary>
internal sealed class PoolPiece(ProviderThreads threads, IThreadPoolWorkItem work) : IThreadPoolWorkItem
{
    private IThreadPoolWorkItem? _work = work;

    public void Execute()
    {
        var self = ProviderThread.OfPool();
        // It may have been demoted just after it had looked.
        if (self.IsDemoted)
            Hand();
        else
            RunWork(self);
        if (self.IsDemoted)
            threads.Retire();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Hand()
    {
        threads.QueueToPool(_work!);
        _work = null;
    }

    /// <remarks>A frame of its own: a thread that is retired for ever must hold nothing of a plugin.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunWork(ProviderThread self)
    {
        var work = _work!;
        _work = null;
        self.BeginWork(work);
        work.Execute();
        self.EndWork();
    }
}
