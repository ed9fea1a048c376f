namespace Pollinate.Soak.Faults;

/// <summary>What came of one fault of one back end.</summary>
internal sealed record FaultCell(BackEnd BackEnd, Trouble Trouble)
{
    /// <summary>How many requests were answered while it lasted.</summary>
    public int Answers { get; init; }

    /// <summary>How many of these were 503 or 401, to callers whose tokens were not known.</summary>
    public int Refused { get; init; }

    /// <summary>How many were without some data of the back end's.</summary>
    public int Without { get; init; }

    /// <summary>The longest time of one answer, while it lasted and afterwards.</summary>
    public TimeSpan Slowest { get; init; }

    /// <summary>From the fault's end to that of the last answer that was not whole; null when there was no end of them.</summary>
    public TimeSpan? Recovery { get; init; }

    /// <summary>Calls a second before the fault.</summary>
    public double UsualRate { get; init; }

    /// <summary>Calls while it lasted.</summary>
    public int Calls { get; init; }

    /// <summary>Calls a second in its last half.</summary>
    public double SteadyRate { get; init; }

    /// <summary>Warnings that were logged for it.</summary>
    public int Warnings { get; init; }

    /// <summary>The daemon's memory at most so far, in MiB.</summary>
    public double PeakMemory { get; init; }

    /// <summary>What must not be.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
