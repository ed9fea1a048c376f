namespace Pollinate.Host.Commands.Checking;

/// <summary>What came of one check; the numbers are those of <c>nova-status upgrade check</c>.</summary>
internal enum CheckResult
{
    /// <summary>All is as it should be.</summary>
    Success = 0,

    /// <summary>The daemon serves, and something is worth a word.</summary>
    Warning = 1,

    /// <summary>The daemon would not start, or what it needs to answer requests is not there.</summary>
    Failure = 2,
}
