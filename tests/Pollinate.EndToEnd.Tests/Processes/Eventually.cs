namespace Pollinate.EndToEnd.Tests.Processes;

/// <summary>Waits for something that another process does in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <param name="what">What is waited for, for the message.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="isSo">Whether it has happened.</param>
    public static async Task WaitForAsync(string what, TimeSpan timeout, Func<Task<bool>> isSo)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > timeout)
                throw new TimeoutException($"Waited {timeout.TotalSeconds} s for: {what}.");
            await Task.Delay(Interval);
        }
    }
}
