using Pollinate.Host.Plugins;

namespace Pollinate.Host.Containment;

/// <summary>Wants to know of failures of plugins that no call of a provider gave.</summary>
internal interface IPluginFailures
{
    /// <summary>
    /// A plugin failed on a thread of its own. Called on that thread; must neither wait nor keep more than the text.
    /// </summary>
    /// <param name="plugin">The plugin, as it was loaded. A reload gives it another copy.</param>
    /// <param name="failure">What happened, on one line.</param>
    void Report(PluginOrigin plugin, string failure);
}
