using System.Globalization;
using System.Reflection;
using Pollinate.Abstractions;

namespace Pollinate.Providers.Tests.Support;

/// <summary>Makes a provider's settings of what it declares, as the host does: its defaults, and what a test sets.</summary>
internal static class Settings
{
    public static ProviderSettings Of<TProvider>(params (string Option, string? Value)[] set)
        where TProvider : PollinateProvider
    {
        var declared = typeof(TProvider).GetCustomAttributes<ProviderOptionAttribute>().ToList();
        set.Select(pair => pair.Option).Should().BeSubsetOf(declared.Select(option => option.Name), "a test sets what exists");
        return new(
            typeof(TProvider).GetCustomAttribute<ProviderAttribute>()!.Name,
            declared.ToDictionary(
                option => option.Name,
                option => Convert(option.Type, Array.Find(set, pair => pair.Option == option.Name) is { Option: not null } pair ? pair.Value : option.Default)));
    }

    private static object? Convert(ProviderOptionType type, string? text) => type switch
    {
        _ when text is null => null,
        ProviderOptionType.Number => long.Parse(text, CultureInfo.InvariantCulture),
        ProviderOptionType.Boolean => text is "true",
        ProviderOptionType.List => text.Length == 0 ? [] : text.Split(',', StringSplitOptions.TrimEntries),
        _ => text,
    };
}
