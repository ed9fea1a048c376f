namespace Pollinate.Host.Pipeline;

/// <summary>How a provider's part in one request ended.</summary>
internal enum ProviderOutcomeKind
{
    /// <summary>It gave its part of the answer.</summary>
    Ok,

    /// <summary>It had nothing to give for this guest.</summary>
    Nothing,

    /// <summary>It threw, or gave what can't be used.</summary>
    Failed,

    /// <summary>It began and did not end in time.</summary>
    TimedOut,

    /// <summary>It was not asked, because it failed too often before.</summary>
    LeftOut,

    /// <summary>It was not asked, because the request's time was spent.</summary>
    NotBegun,
}
