using System.Diagnostics;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Eventually
{
    /// <summary>Far more than any machine needs; only a test that fails waits so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Patience)
                Assert.Fail("What the test waits for did not happen.");
            await Task.Delay(5);
        }
    }
}
