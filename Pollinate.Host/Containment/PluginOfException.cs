using System.Diagnostics;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Containment;

/// <summary>Finds the plugin that an exception comes from.</summary>
internal static class PluginOfException
{
    /// <summary>Exceptions can hold one another in rings.</summary>
    private const int MostExceptions = 64;

    /// <summary>
    /// The plugin of the innermost frame that is a plugin's, looking through the exception and then those within it; where no
    /// frame is a plugin's, the plugin that an exception's class belongs to.
    /// </summary>
    /// <returns>Null when no plugin has to do with it.</returns>
    public static PluginOrigin? Find(Exception exception)
    {
        var all = Flatten(exception);
        return all.Select(FindByFrame).FirstOrDefault(found => found is not null)
            ?? all.Select(one => PluginContexts.Find(one.GetType().Assembly)).FirstOrDefault(found => found is not null);
    }

    private static PluginOrigin? FindByFrame(Exception exception)
    {
        // No member that a plugin's exception could override: the trace is read from the exception itself.
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
        {
            if (PluginContexts.Find(frame.GetMethod()?.Module.Assembly) is { } origin)
                return origin;
        }

        return null;
    }

    private static List<Exception> Flatten(Exception exception)
    {
        var all = new List<Exception> { exception };
        for (var index = 0; index < all.Count && all.Count < MostExceptions; index++)
        {
            if (all[index] is AggregateException aggregate)
                all.AddRange(aggregate.InnerExceptions.Take(MostExceptions));
            else if (all[index].InnerException is { } inner)
                all.Add(inner);
        }

        return all;
    }
}
