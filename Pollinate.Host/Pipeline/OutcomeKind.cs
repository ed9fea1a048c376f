namespace Pollinate.Host.Pipeline;

/// <summary>How one provider's call for one request ended.</summary>
internal enum OutcomeKind
{
    /// <summary>Its turn did not come before the request's time was spent, or it waits for a place.</summary>
    NotBegun,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It gave a part of the answer.</summary>
    Ok,

    /// <summary>It gave nothing for this guest.</summary>
    Nothing,

    /// <summary>It threw, or gave what can't be used.</summary>
    Failed,

    /// <summary>It did not end in its time, or in the request's.</summary>
    TimedOut,

    /// <summary>Nobody waited for the answer any longer.</summary>
    Abandoned,

    /// <summary>It was not called, since it has failed repeatedly.</summary>
    LeftOut,
}
