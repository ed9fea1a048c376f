namespace Pollinate.Host.Dispatch;

/// <summary>What a provider has to go on with after an await. Holds one of the lane's threads while it runs.</summary>
internal sealed class LanePost(ProviderLane lane, SendOrPostCallback callback, object? state) : IHeldUp
{
    // That of the request that it belongs to: what it throws is logged as that request's, without its secrets.
    private readonly ExecutionContext? _flow = ExecutionContext.Capture();

    public PoolTrust? Trust => lane.Trust;

    public void Watch()
    {
        // Its request watches over itself since the provider began to await.
    }

    public void Execute()
    {
        SynchronizationContext.SetSynchronizationContext(lane);
        try
        {
            callback(state);
        }
        catch (Exception exception)
        {
            Stray(exception);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
            lane.ReturnThread();
        }
    }

    private void Stray(Exception exception)
    {
        if (_flow is null)
            lane.Stray(exception);
        else
            ExecutionContext.Run(_flow, _ => lane.Stray(exception), null);
    }
}
