using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Debian;

/// <summary>
/// Held by the one process of tests that installs packages: another one's would find apt's own locks taken, and the policy that
/// no service be started gone. The machine forgets it with the process.
/// </summary>
internal static class AptLock
{
    /// <summary>A file that every Debian has. dpkg locks it in another way, which this one does not get in the way of.</summary>
    private const string DebiansFile = "/var/lib/dpkg/lock";

    /// <summary>Waits until no other process holds it.</summary>
    /// <param name="patience">How long.</param>
    /// <param name="file">The file that stands for it.</param>
    /// <returns>What holds it until it is disposed of.</returns>
    public static async Task<IDisposable> TakeAsync(TimeSpan patience, string file = DebiansFile)
    {
        FileStream? held = null;
        await Eventually.WaitForAsync($"the lock on {file}, which another run of the tests holds", patience, () => Task.FromResult(TryTake(file, out held)));
        return held!;
    }

    private static bool TryTake(string file, out FileStream? held)
    {
        held = null;
        try
        {
            held = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException exception) when (exception is not FileNotFoundException and not DirectoryNotFoundException)
        {
            return false;
        }
    }
}
