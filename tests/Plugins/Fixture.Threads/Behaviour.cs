using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.Threads;

/// <summary>Tells whose thread it is on, and does on it what the request's hostname says.</summary>
internal static class Behaviour
{
    /// <summary>Longer than any test needs; what a test leaves behind ends by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly ManualResetEventSlim Opened = new();

    /// <summary>
    /// <c>block</c> waits for a gate without an end, <c>compute</c> computes until the gate is open, <c>short</c> waits for
    /// some tenths of a second, <c>release</c> opens the gate; for any other host it is over at once.
    /// </summary>
    public static ProviderResult Run(VendordataContext context, ILogger logger)
    {
        var thread = Thread.CurrentThread;
        if (context.Hostname is "block" or "compute")
            logger.LogInformation("{What} on a thread of {Owner}", context.Hostname, thread.IsThreadPoolThread ? "the pool" : "the providers");
        if (context.Hostname == "block")
            Opened.Wait(Patience);
        else if (context.Hostname == "compute")
            Compute();
        else if (context.Hostname == "short")
            Opened.Wait(300);
        else if (context.Hostname == "release")
            Open();
        return ProviderResult.Write(json => json.WriteStringValue(thread.IsThreadPoolThread ? "the pool" : "the providers"));
    }

    public static void Open() => Opened.Set();

    private static void Compute()
    {
        var watch = Stopwatch.StartNew();
        while (!Opened.IsSet && watch.Elapsed < Patience)
        {
            // The time goes by.
        }
    }
}
