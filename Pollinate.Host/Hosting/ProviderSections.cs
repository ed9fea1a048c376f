using System.Numerics;
using Pollinate.Abstractions;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Hosting;

/// <summary>Joins the options that providers declare with the configuration, which knows nothing of plugins.</summary>
internal static class ProviderSections
{
    /// <summary>
    /// One group for each provider in the plugin folders. A provider that bears the name of a section of the daemon's own
    /// has none, nor has one with an option of the daemon's own: <see cref="Settings"/> refuses it.
    /// </summary>
    public static IReadOnlyList<OptionGroupDefinition> Of(PluginCatalog catalog) =>
    [
        .. catalog.Providers
            .Where(provider => provider.Flaw is null && !IsReserved(provider.Name!) && TakenOption(provider) is null)
            .DistinctBy(provider => provider.Name, StringComparer.Ordinal)
            .Select(provider => new OptionGroupDefinition(
                provider.Name!,
                DeprecatedName: null,
                $"The provider {provider.TypeName}.",
                SecretFileOptions.AddTo([.. provider.Options.Select(option => Define(provider.Name!, option)), .. OptionRecords.Options(typeof(ProviderPolicy), provider.Name!)]))),
    ];

    /// <summary>The values in force of a provider's options.</summary>
    /// <exception cref="PluginException">
    /// The provider bears the name of a section of the daemon's own, or has an option of the name of one.
    /// </exception>
    public static ProviderSettings Settings(ConfigurationSnapshot snapshot, ProviderDescription provider)
    {
        if (IsReserved(provider.Name!))
        {
            throw new PluginException(
                $"providers: '{provider.TypeName}' in {provider.Folder.AssemblyPath} is called '{provider.Name}', and the daemon " +
                $"has a section [{provider.Name}] of its own; give the provider another name.");
        }

        if (TakenOption(provider) is { } taken)
        {
            throw new PluginException(
                $"providers: '{provider.TypeName}' in {provider.Folder.AssemblyPath} declares the option '{taken}', which the daemon " +
                $"itself has in every provider's section; give the provider's another name.");
        }

        return new(provider.Name!, provider.Options.ToDictionary(
            option => option.Name,
            option => snapshot.Value(provider.Name!, option.Name) switch
            {
                BigInteger number => (long)BigInteger.Clamp(number, long.MinValue, long.MaxValue),
                var value => value,
            },
            StringComparer.Ordinal));
    }

    private static string? TakenOption(ProviderDescription provider) =>
        provider.Options.FirstOrDefault(option => OptionRecords.Properties(typeof(ProviderPolicy)).Any(own => own.Option.Name == option.Name))?.Name;

    private static bool IsReserved(string name) => OptionRecords.Groups.Any(group => group.Name == name || group.DeprecatedName == name);

    private static OptionDefinition Define(string group, ProviderOption option) => new()
    {
        Group = group,
        Name = option.Name,
        Type = option.Type switch
        {
            ProviderOptionType.Number => OptionType.Integer,
            ProviderOptionType.Boolean => OptionType.Boolean,
            ProviderOptionType.List => OptionType.List,
            _ => OptionType.Text,
        },
        Default = option.Type == ProviderOptionType.List ? Array.Empty<string>() : null,
        DefaultText = option.Default,
        Help = option.Help ?? "",
        Secret = option.Secret,
    };
}
