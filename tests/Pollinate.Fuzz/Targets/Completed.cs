using System.Runtime.ExceptionServices;

namespace Pollinate.Fuzz.Targets;

/// <summary>The outcome of a task that has ended where it began: nothing that a target calls waits for anything.</summary>
internal static class Completed
{
    public static T Of<T>(Task<T> task)
    {
        if (!task.IsCompleted)
            throw new FuzzException("A task that nothing holds up has not ended.");
        if (task.Exception?.InnerException is { } exception)
            ExceptionDispatchInfo.Throw(exception);
        return task.Result;
    }
}
