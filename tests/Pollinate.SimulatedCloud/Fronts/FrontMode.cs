namespace Pollinate.SimulatedCloud.Fronts;

/// <summary>What becomes of the connections to a front.</summary>
public enum FrontMode
{
    /// <summary>They reach the cloud.</summary>
    Open,

    /// <summary>They are refused: nobody listens.</summary>
    Refusing,

    /// <summary>They are made, and nothing is ever answered, also at those that were there before.</summary>
    Silent,

    /// <summary>They are reset in the midst of the first answer.</summary>
    Resetting,

    /// <summary>They are shown a certificate that has expired.</summary>
    Expired,
}
