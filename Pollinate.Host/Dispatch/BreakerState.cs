namespace Pollinate.Host.Dispatch;

internal enum BreakerState
{
    /// <summary>Calls are made.</summary>
    Closed,

    /// <summary>The provider is left out.</summary>
    Open,

    /// <summary>One call tries whether it works again; the others leave it out.</summary>
    Trying,
}
