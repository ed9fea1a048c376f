namespace Pollinate.Host.Pipeline;

/// <summary>
/// Cancels the token of a call that was given up. What the provider has registered there is its own code: it runs on one of
/// the providers' threads, and what it throws is the provider's failure.
/// </summary>
internal sealed class CallCancellation(ProviderCall call, CancellationTokenSource cancellation) : IThreadPoolWorkItem
{
    public void Execute()
    {
        try
        {
            cancellation.Cancel();
        }
        catch (Exception exception)
        {
            call.Entry.RecordFailure("a callback that it registered for its cancellation threw " + FailureText.Full(exception));
        }
    }
}
