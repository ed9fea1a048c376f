namespace Pollinate.Host.Pipeline;

/// <summary>One word for each outcome, for lines that programs read.</summary>
internal static class OutcomeWords
{
    public static string Of(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Ok => "ok",
        OutcomeKind.Nothing => "nothing",
        OutcomeKind.Failed => "failed",
        OutcomeKind.TimedOut => "timed-out",
        OutcomeKind.Abandoned => "abandoned",
        OutcomeKind.LeftOut => "left-out",
        OutcomeKind.Running => "running",
        _ => "not-begun",
    };
}
