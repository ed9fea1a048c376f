namespace Pollinate.Host.Configuration.Definitions;

/// <summary>Marks a record whose properties are the options of one group of the configuration file.</summary>
/// <param name="name">The group's name, as in <c>[name]</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OptionGroupAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>What the group is for: one sentence, shown to operators.</summary>
    public required string Help { get; init; }

    /// <summary>The group's older name, still read; null when it has none.</summary>
    public string? DeprecatedName { get; init; }
}
