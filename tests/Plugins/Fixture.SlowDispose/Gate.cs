namespace Fixture.SlowDispose;

/// <summary>What a disposal blocks its thread on, until another provider of this plugin is disposed.</summary>
internal static class Gate
{
    /// <summary>Longer than any test needs; what a test leaves behind ends by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly ManualResetEventSlim Opened = new();

    /// <summary>Blocks the thread.</summary>
    public static void Wait() => Opened.Wait(Patience);

    public static void Open() => Opened.Set();
}
