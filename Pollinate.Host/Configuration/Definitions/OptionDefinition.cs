using System.Numerics;

namespace Pollinate.Host.Configuration.Definitions;

/// <summary>An option as it is declared. Immutable.</summary>
internal sealed record OptionDefinition
{
    /// <summary>The name of its group, <c>DEFAULT</c> or lower case.</summary>
    public required string Group { get; init; }

    /// <summary>Its name as written in a file.</summary>
    public required string Name { get; init; }

    public required OptionType Type { get; init; }

    /// <summary>
    /// The value when nothing sets it: <see cref="string"/>, <see cref="BigInteger"/>, <see cref="double"/>, <see cref="bool"/>,
    /// <see cref="IReadOnlyList{T}"/> of string, or null.
    /// </summary>
    public object? Default { get; init; }

    /// <summary>
    /// The default as text of the dialect, to be converted like a value of a file; null when <see cref="Default"/> says it.
    /// </summary>
    public string? DefaultText { get; init; }

    public required string Help { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What choices mean, without a full stop.</summary>
    public IReadOnlyDictionary<string, string> ChoiceHelp { get; init; } = new Dictionary<string, string>();

    public bool ChoicesIgnoreCase { get; init; }

    public IReadOnlyList<string> DeprecatedNames { get; init; } = [];

    /// <summary>Older names in other groups, the earlier ones first in precedence.</summary>
    public IReadOnlyList<(string Group, string Name)> DeprecatedElsewhere { get; init; } = [];

    public bool Secret { get; init; }

    /// <summary>Inclusive bounds that serving needs.</summary>
    public long Minimum { get; init; } = long.MinValue;

    /// <inheritdoc cref="Minimum"/>
    public long Maximum { get; init; } = long.MaxValue;

    public bool CheckedInFiles { get; init; }

    public string? Unused { get; init; }

    /// <summary>What of the file or folder that the value names is nobody else's to read.</summary>
    public SecretContent Content { get; init; }

    /// <summary>A reload does not change it.</summary>
    public bool NeedsRestart { get; init; }

    /// <summary>The help, and what the choices mean.</summary>
    public string WholeHelp => string.Join(' ', [Help, .. Choices.Where(ChoiceHelp.ContainsKey).Select(choice => $"{choice}: {ChoiceHelp[choice]}.")]);

    /// <summary>
    /// Of an option whose value is the path of a file with that of a secret option: the name of the secret option; null of any other.
    /// </summary>
    public string? FileOf { get; init; }

    /// <summary>The name for messages: <c>[group] option</c>.</summary>
    public string DisplayName => $"[{Group}] {Name}";
}
