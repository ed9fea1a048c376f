namespace Pollinate.Host.Dispatch;

/// <summary>What a provider has to go on with after an await. Holds one of the lane's threads while it runs.</summary>
internal sealed class LanePost(ProviderLane lane, SendOrPostCallback callback, object? state) : IHeldUp
{
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
            lane.Stray(exception);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
            lane.ReturnThread();
        }
    }
}
