using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Pollinate.Host.Logging;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Containment;

/// <summary>
/// Keeps the process alive when a plugin throws where nobody can catch: on a thread of its own, in a timer, in a work item of
/// the thread pool, in <c>async void</c>, in a finalizer. An exception that no plugin has to do with ends the process as ever.
/// </summary>
/// <remarks>A process can have one handler, set once; who hears of the failures comes and goes.</remarks>
internal static class UnhandledExceptions
{
    private static readonly Lazy<bool> Handler = new(SetHandler);

    private static ImmutableArray<PluginExceptionWatch> _watches = [];

    /// <summary>Has a daemon hear of its plugins' failures, until it is removed.</summary>
    public static void Add(PluginExceptionWatch watch)
    {
        _ = Handler.Value;
        ImmutableInterlocked.Update(ref _watches, watches => watches.Add(watch));
    }

    public static void Remove(PluginExceptionWatch watch) =>
        ImmutableInterlocked.Update(ref _watches, watches => watches.Remove(watch));

    private static bool SetHandler()
    {
        ExceptionHandling.SetUnhandledExceptionHandler(Handle);
        return true;
    }

    /// <summary>What the process asks before it ends.</summary>
    /// <returns>Whether it is to go on, because a plugin threw.</returns>
    internal static bool Handle(Exception exception)
    {
        PluginOrigin? plugin = null;
        try
        {
            plugin = PluginOfException.Find(exception);
            if (plugin is not null)
                Report(plugin, exception);
        }
        catch
        {
            // To throw here ends the process. Whose fault it was is known or not; to say so did not work.
        }

        return plugin is not null;
    }

    private static void Report(PluginOrigin plugin, Exception exception)
    {
        var brief = FailureText.Brief(exception);
        var full = FailureText.Full(exception);
        var reported = false;
        foreach (var watch in _watches)
            reported |= watch.TryReport(plugin, brief, full);
        // The daemon has stopped, and its log with it, but the plugin's thread has not.
        if (!reported)
            StandardError.WriteLine($"nova-pollinate: error: {PluginExceptionWatch.Describe(plugin.Folder, FailureText.WithoutMessage(exception))}");
    }
}
