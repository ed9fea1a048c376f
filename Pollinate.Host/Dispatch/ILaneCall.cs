namespace Pollinate.Host.Dispatch;

/// <summary>A call that waits for its turn in a <see cref="ProviderLane"/>.</summary>
internal interface ILaneCall : IThreadPoolWorkItem
{
    /// <summary>Somebody still waits for it; if not, it is never run.</summary>
    bool IsWanted { get; }
}
