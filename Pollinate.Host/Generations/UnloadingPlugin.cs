namespace Pollinate.Host.Generations;

/// <summary>A plugin that has been unloaded and may still be in memory. Changed by the <see cref="UnloadWatch"/> alone.</summary>
/// <param name="plugin">What is remembered of it.</param>
/// <param name="generation">The number of its generation; 0 when the generation never was in force.</param>
/// <param name="unloadedAt">A timestamp of the watch's clock.</param>
internal sealed class UnloadingPlugin(PluginState plugin, int generation, long unloadedAt)
{
    public PluginState Plugin { get; } = plugin;

    public int Generation { get; } = generation;

    public long UnloadedAt { get; } = unloadedAt;

    /// <summary>How often it has been looked at.</summary>
    public int Looks { get; set; }

    /// <summary>The operator has been told that it stays.</summary>
    public bool IsTold { get; set; }

    public bool IsAlive => Plugin.Trace.IsAlive;

    /// <summary>Its generation in words.</summary>
    public string Origin => Generation > 0 ? $"generation {Generation}" : "a reload that failed";
}
