using Pollinate.Host.Plugins;

namespace Pollinate.Host.Containment;

/// <summary>
/// A daemon's part in <see cref="UnhandledExceptions"/>: logs what its own plugins threw on threads of their own, and tells
/// whoever counts failures.
/// </summary>
internal sealed partial class PluginExceptionWatch(
    PluginStore store,
    IEnumerable<IPluginFailures> failures,
    ILogger<PluginExceptionWatch> logger) : IDisposable
{
    private readonly string _root = store.Root + Path.DirectorySeparatorChar;
    private readonly IPluginFailures[] _failures = [.. failures];

    /// <summary>Begins to watch. To be called before the first plugin is loaded.</summary>
    public PluginExceptionWatch Start()
    {
        UnhandledExceptions.Add(this);
        return this;
    }

    public void Dispose() => UnhandledExceptions.Remove(this);

    /// <summary>The sentence for the log, without its last full stop.</summary>
    public static string Describe(PluginFolder plugin, string failure) =>
        $"The plugin {plugin.Name} in {plugin.Path} threw outside of a call, where only it could have caught it; " +
        $"the work that threw is lost and the daemon goes on: {failure}";

    /// <returns>Whether the plugin is this daemon's.</returns>
    public bool TryReport(PluginOrigin plugin, string brief, string full)
    {
        if (!plugin.Copy.Path.StartsWith(_root, StringComparison.Ordinal))
            return false;
        Log.PluginThrew(logger, Describe(plugin.Folder, full));
        foreach (var listener in _failures)
            listener.Report(plugin, brief);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(5301, LogLevel.Error, "{Description}")]
        public static partial void PluginThrew(ILogger logger, string description);
    }
}
