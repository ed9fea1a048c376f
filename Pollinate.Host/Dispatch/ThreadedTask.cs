namespace Pollinate.Host.Dispatch;

/// <summary>Plugin code that is no call: its beginning runs on one of the providers' threads.</summary>
internal sealed class ThreadedTask(Func<Task> code) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends as the code does.</summary>
    public Task Task => _done.Task;

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        try
        {
            ProviderCulture.Restore();
            await code().ConfigureAwait(false);
            _done.SetResult();
        }
        catch (Exception exception)
        {
            _done.SetException(exception);
        }
    }
}
