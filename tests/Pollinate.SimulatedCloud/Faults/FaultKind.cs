namespace Pollinate.SimulatedCloud.Faults;

/// <summary>What can go wrong with a call.</summary>
public enum FaultKind
{
    /// <summary>The usual answer, late.</summary>
    Delay,

    /// <summary>Another status, with an error as the services write them.</summary>
    Status,

    /// <summary>The connection is closed without an answer.</summary>
    Reset,

    /// <summary>Half of the usual body, then the connection is closed.</summary>
    HalfBody,

    /// <summary>The usual body under another media type.</summary>
    WrongType,

    /// <summary>JSON, but a list where an object belongs.</summary>
    WrongShape,

    /// <summary>A page for people, as a proxy has it.</summary>
    Html,

    /// <summary>A body that is larger than any answer should be.</summary>
    HugeBody,

    /// <summary>Every token that was given out is no longer known, that of the call included.</summary>
    ExpiredTokens,
}
