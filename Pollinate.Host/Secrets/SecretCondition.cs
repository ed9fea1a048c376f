namespace Pollinate.Host.Secrets;

/// <summary>How it stands with the secrets; each change is a line in the log.</summary>
internal enum SecretCondition
{
    /// <summary>Nobody has asked yet.</summary>
    Unknown,

    /// <summary>They were read when they were last asked for.</summary>
    Good,

    /// <summary>The back end is away and the last ones serve on.</summary>
    Stale,

    /// <summary>The back end is away and there are none that may serve.</summary>
    Away,

    /// <summary>The back end refuses them, or has them no longer.</summary>
    Denied,
}
