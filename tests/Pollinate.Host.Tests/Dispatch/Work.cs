namespace Pollinate.Host.Tests.Dispatch;

/// <summary>A piece of work that tells when it is done.</summary>
internal sealed class Work(Action run) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public void Execute()
    {
        run();
        _done.SetResult();
    }
}
