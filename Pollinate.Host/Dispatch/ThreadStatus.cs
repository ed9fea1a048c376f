namespace Pollinate.Host.Dispatch;

/// <summary>Reads what Linux says of a thread in its file <c>stat</c> (proc(5)).</summary>
internal static class ThreadStatus
{
    private const char Running = 'R';
    private const char Unknown = '\0';

    // What the runtime calls the threads of its pool, cut to the fifteen characters that Linux keeps.
    private const string PoolThreadName = "(.NET TP Worker)";

    /// <summary>Whether it is one of the thread pool's that is at work, or would be if it had a processor.</summary>
    public static bool IsOfPoolAtWork(string status) =>
        status.Contains(PoolThreadName, StringComparison.Ordinal) && StateOf(status) == Running;

    /// <summary>Whether it waits for something else than a processor; false when that can't be known.</summary>
    public static bool IsBlocked(string status) => StateOf(status) is not (Running or Unknown);

    private static char StateOf(string status)
    {
        // Its name, which comes before its state, may hold anything, brackets included.
        var state = status.LastIndexOf(')') + 2;
        return state < status.Length ? status[state] : Unknown;
    }
}
