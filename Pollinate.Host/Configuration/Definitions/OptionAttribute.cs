namespace Pollinate.Host.Configuration.Definitions;

/// <summary>
/// Declares an option on the property that holds its value. The property's type is the option's type, its initial value
/// the default: nothing about an option is said anywhere else.
/// </summary>
/// <param name="name">The option's name as written in the file.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>What the option does and in which unit, for operators.</summary>
    public required string Help { get; init; }

    /// <summary>The texts allowed, exactly; empty when any is.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>What each choice means, in their order, without a full stop; empty when the help says enough.</summary>
    public string[] ChoiceHelp { get; init; } = [];

    /// <summary>The case of a choice does not matter.</summary>
    public bool ChoicesIgnoreCase { get; init; }

    /// <summary>Older names in the same group that are still read, the earlier ones first in precedence.</summary>
    public string[] DeprecatedNames { get; init; } = [];

    /// <summary>
    /// Older names in other groups, as <c>group/name</c>, that are still read after those of the same group.
    /// </summary>
    public string[] DeprecatedElsewhere { get; init; } = [];

    /// <summary>The value must never be shown or logged.</summary>
    public bool Secret { get; init; }

    /// <summary>
    /// Bounds, both inclusive, that the daemon needs to serve. oslo.config has no bounds on the options that it shares
    /// with us, so <c>config show</c> shows a value outside them and the start refuses it.
    /// </summary>
    public long Minimum { get; init; } = long.MinValue;

    /// <inheritdoc cref="Minimum"/>
    public long Maximum { get; init; } = long.MaxValue;

    /// <summary>
    /// oslo.config reads this option before the others, from the files alone: a value in a file is checked even when the
    /// environment overrides it.
    /// </summary>
    public bool CheckedInFiles { get; init; }

    /// <summary>Said with the warning when the option is set although this daemon has no use for it; null when it has.</summary>
    public string? Unused { get; init; }

    /// <summary>Where in the value a path stands; a relative one counts from the directory that the daemon was started in.</summary>
    public PathPlace Path { get; init; }

    /// <summary>The option of the same group whose folder a relative path counts from when it names one.</summary>
    public string? Below { get; init; }

    /// <summary>What of the file or folder that the value names is nobody else's to read; others are warned of.</summary>
    public SecretContent Content { get; init; }

    /// <summary>A reload does not change it: the daemon says so, and has to be restarted.</summary>
    public bool NeedsRestart { get; init; }
}
