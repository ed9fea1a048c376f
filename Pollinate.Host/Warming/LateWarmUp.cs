namespace Pollinate.Host.Warming;

/// <summary>
/// Warms up a daemon that could not at its start, since Keystone or another service was away: again and again until it can, so
/// that the first guest after a power cut waits no longer than any other.
/// </summary>
internal static class LateWarmUp
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <param name="tryAsync">Tries; says what is missing, or null when nothing is.</param>
    /// <param name="tell">Told what each try says.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(
        Func<CancellationToken, Task<string?>> tryAsync, Action<string?> tell, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            string? missing;
            var pause = First;
            do
            {
                await Task.Delay(pause, clock, cancellationToken);
                missing = await tryAsync(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                tell(missing);
                pause = pause * 2 < Longest ? pause * 2 : Longest;
            }
            while (missing is not null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The daemon stops.
        }
    }
}
