using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Pollinate.Host.Tests.Support;

/// <summary>Says whether objects, such as the assemblies of an unloaded plugin, are gone from memory.</summary>
internal static class Collected
{
    /// <summary>Far more than a collection takes; only a test that fails waits so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Collects until all are gone, and gives the number of those that stay.</summary>
    /// <remarks>
    /// Make the references in a method of its own that is not inlined, so that no local variable holds what they point to.
    /// </remarks>
    public static async Task<int> CountAliveAsync(IReadOnlyList<WeakReference> references)
    {
        // On a stack that no plugin's code called: what that left in its frames would count as held.
        await Task.Yield();
        var watch = Stopwatch.StartNew();
        while (CountAlive(references) > 0 && watch.Elapsed < Patience)
        {
            // An unload takes several rounds: each frees what the finalizers of the one before let go.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            await Task.Delay(20);
        }

        return CountAlive(references);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CountAlive(IReadOnlyList<WeakReference> references) => references.Count(reference => reference.IsAlive);
}
