namespace Pollinate.Harness;

/// <summary>How long and how often is measured.</summary>
internal sealed record Pace
{
    /// <summary>For a report that is kept.</summary>
    public static Pace Full { get; } = new()
    {
        Pairs = 5,
        WarmUp = TimeSpan.FromSeconds(8),
        Run = TimeSpan.FromSeconds(5),
        Idle = TimeSpan.FromSeconds(10),
        Starts = 11,
        FollowingRequests = 1000,
        EarlyRequests = 50_000,
        LateRequests = 1_000_000,
        LateRequestsOfSix = 300_000,
        CountedRequests = 100_000,
        ProviderCounts = [1, 10, 50, 100],
    };

    /// <summary>To see at once whether something is badly wrong; all rows take less than two minutes.</summary>
    public static Pace Quick { get; } = new()
    {
        Pairs = 2,
        WarmUp = TimeSpan.FromSeconds(2),
        Run = TimeSpan.FromSeconds(1),
        Idle = TimeSpan.FromSeconds(3),
        Starts = 3,
        FollowingRequests = 100,
        EarlyRequests = 50_000,
        LateRequests = 150_000,
        LateRequestsOfSix = 0,
        CountedRequests = 20_000,
        ProviderCounts = [1, 10, 100],
    };

    /// <summary>How often each of two is measured, in turn.</summary>
    public required int Pairs { get; init; }

    /// <summary>How long a process is loaded before it is measured.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>How long one measurement under load takes; whole seconds.</summary>
    public required TimeSpan Run { get; init; }

    /// <summary>How long a process idles before its memory is read.</summary>
    public required TimeSpan Idle { get; init; }

    /// <summary>How often a daemon is started for its first request.</summary>
    public required int Starts { get; init; }

    /// <summary>How many requests the first is compared with.</summary>
    public required int FollowingRequests { get; init; }

    /// <summary>After how many requests memory is read first.</summary>
    public required int EarlyRequests { get; init; }

    /// <summary>After how many requests memory is read again.</summary>
    public required int LateRequests { get; init; }

    /// <summary>As <see cref="LateRequests"/>, with six providers; 0 leaves that out.</summary>
    public required int LateRequestsOfSix { get; init; }

    /// <summary>How many requests allocations are counted over.</summary>
    public required int CountedRequests { get; init; }

    /// <summary>The numbers of providers that are compared, ascending.</summary>
    public required IReadOnlyList<int> ProviderCounts { get; init; }
}
