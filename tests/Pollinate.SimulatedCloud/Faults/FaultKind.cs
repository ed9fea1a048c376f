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

    /// <summary>The usual answer, its body a byte a second.</summary>
    SlowBody,

    /// <summary>Half of the usual body as if it were the whole.</summary>
    CutShort,

    /// <summary>No body at all.</summary>
    Empty,

    /// <summary>The usual answer, with numbers where texts belong and texts where numbers and truth values do.</summary>
    WrongValues,

    /// <summary>A redirect to another host.</summary>
    Redirect,

    /// <summary>
    /// The tokens of the call's own user are no longer known, that of the call included; a token that the call issues is
    /// forgotten as soon as it is given out. Vault's logins likewise.
    /// </summary>
    ExpiredCaller,

    /// <summary>The usual answer of a service whose clock is two hours behind: its header <c>Date</c>, and of tokens their times.</summary>
    ClockSkew,
}
