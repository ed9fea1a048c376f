using Pollinate.Host.Lookups;

namespace Pollinate.Host.Plugins;

/// <summary>A provider as its plugin's metadata describes it; nothing of it is loaded.</summary>
/// <param name="Folder">The plugin that holds it.</param>
/// <param name="TypeName">The fully-qualified name of its class, nested classes behind a <c>+</c>.</param>
/// <param name="Name">The name that its <c>[Provider]</c> attribute gives it, or null when it has none.</param>
/// <param name="Options">The options that it declares.</param>
/// <param name="Lookups">The lookups that it will need for nearly every request.</param>
/// <param name="Flaw">Why it can't be used, as the end of a sentence, or null when it can.</param>
internal sealed record ProviderDescription(
    PluginFolder Folder,
    string TypeName,
    string? Name,
    IReadOnlyList<ProviderOption> Options,
    IReadOnlyList<DeclaredLookup> Lookups,
    string? Flaw)
{
    /// <summary>What else an entry of <c>[DEFAULT] providers</c> may call it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether it gives itself the name, as its own or as an alias.</summary>
    public bool IsCalled(string name) => Name == name || Aliases.Contains(name, StringComparer.Ordinal);
}
