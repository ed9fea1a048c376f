using Pollinate.Abstractions;
using Pollinate.Host.Lookups;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Commands.Checking;

/// <summary>What a provider looks up.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Resources">The types of the contract that it looks up.</param>
internal sealed record ProviderNeeds(ProviderDescription Provider, IReadOnlySet<Type> Resources)
{
    /// <summary>As far as it declares.</summary>
    public static ProviderNeeds Declared(ProviderDescription provider) =>
        new(provider, provider.Lookups.Select(ResourceOf).OfType<Type>().ToHashSet());

    /// <summary>Also what it takes by its constructor.</summary>
    public static ProviderNeeds Of(ProviderDescription provider, Type type) => new(
        provider,
        type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Select(parameter => parameter.ParameterType)
            .Where(parameter => parameter.IsGenericType && parameter.GetGenericTypeDefinition() == typeof(ILookup<>))
            .Select(parameter => parameter.GetGenericArguments()[0])
            .Concat(Declared(provider).Resources)
            .ToHashSet());

    private static Type? ResourceOf(DeclaredLookup lookup) => lookup.Kind switch
    {
        LookupKind.Project => typeof(Project),
        LookupKind.Server => typeof(Server),
        LookupKind.Image => typeof(Image),
        LookupKind.Credentials => typeof(CredentialList),
        LookupKind.Secrets => typeof(Secret),
        _ => null,
    };
}
