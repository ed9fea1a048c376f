using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Generations;

/// <summary>Compares what two readings of the configuration gave.</summary>
internal static class OptionValues
{
    /// <summary>
    /// The options that have another value, or are in one of them alone: those of providers come and go with the plugins.
    /// Names alone, for a value may be a secret.
    /// </summary>
    public static IEnumerable<OptionDefinition> Changed(ConfigurationSnapshot before, ConfigurationSnapshot after)
    {
        var old = before.Options.ToDictionary(option => option.Definition.DisplayName, StringComparer.Ordinal);
        return after.Options
            .Where(option => old.GetValueOrDefault(option.Definition.DisplayName) is not { } other || !IsSame(other.Value, option.Value))
            .Select(option => option.Definition);
    }

    private static bool IsSame(object? one, object? other) => (one, other) switch
    {
        (IReadOnlyList<string> left, IReadOnlyList<string> right) => left.SequenceEqual(right, StringComparer.Ordinal),
        _ => Equals(one, other),
    };
}
