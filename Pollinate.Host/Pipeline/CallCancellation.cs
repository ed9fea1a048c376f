namespace Pollinate.Host.Pipeline;

/// <summary>
/// Cancels the token of a call that was given up. What the provider has registered there is its own code: it runs on one of
/// the providers' threads, and what it throws is the provider's failure.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="cancellation">Its token's source.</param>
/// <param name="isHeld">The call is held for it, and so its place: a callback that never returns is one call that never ends.</param>
internal sealed class CallCancellation(ProviderCall call, CancellationTokenSource cancellation, bool isHeld) : IThreadPoolWorkItem
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

        if (isHeld)
            call.Release();
    }
}
