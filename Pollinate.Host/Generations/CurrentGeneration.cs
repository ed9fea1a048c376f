using Pollinate.Host.Containment;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Generations;

/// <summary>
/// The generation in force. A swap is one write of one reference: a request sees the old one or the new one, whole. Safe for
/// any thread.
/// </summary>
internal sealed class CurrentGeneration : IPluginFailures
{
    private volatile Generation? _current;

    /// <exception cref="InvalidOperationException">The daemon has not made one yet.</exception>
    public Generation Value => _current ?? throw new InvalidOperationException("There is no generation yet.");

    /// <summary>Puts a generation in force.</summary>
    /// <returns>The one before, for the caller to dispose; null when it is the first.</returns>
    public Generation? Use(Generation generation) => Interlocked.Exchange(ref _current, generation);

    public void Report(PluginOrigin plugin, string failure) => _current?.Pipeline.CountFailure(plugin.Folder);

    /// <summary>Lets one request into the generation in force. Whoever calls it has the request leave.</summary>
    public Generation Enter()
    {
        // One that was retired and emptied between the two steps has a successor by now.
        Generation generation;
        do
        {
            generation = Value;
        }
        while (!generation.TryEnter());

        return generation;
    }
}
