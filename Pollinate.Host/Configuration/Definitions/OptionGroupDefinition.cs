namespace Pollinate.Host.Configuration.Definitions;

/// <summary>A group of options as it is declared. Immutable.</summary>
/// <param name="Name">Its name, <c>DEFAULT</c> or lower case.</param>
/// <param name="DeprecatedName">An older name that is still read, or null.</param>
/// <param name="Help">What it is for.</param>
/// <param name="Options">Its options, in the order of declaration.</param>
internal sealed record OptionGroupDefinition(
    string Name,
    string? DeprecatedName,
    string Help,
    IReadOnlyList<OptionDefinition> Options)
{
    private readonly Dictionary<string, OptionDefinition> _byName =
        Options.ToDictionary(option => option.Name, StringComparer.Ordinal);

    /// <summary>The option of a name, or null; old names are not looked at.</summary>
    public OptionDefinition? Find(string name) => _byName.GetValueOrDefault(name);
}
