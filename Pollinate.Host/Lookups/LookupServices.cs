using Microsoft.Extensions.DependencyInjection.Extensions;
using Pollinate.Abstractions;
using Pollinate.Host.Redaction;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Lookups;

internal static class LookupServices
{
    /// <summary>
    /// Adds the lookups that providers can ask for; each needs its own <see cref="IResourceSource{TResource}"/>. Needs
    /// <see cref="Configuration.Options.CacheOptions"/>, the session with OpenStack and the store of secrets.
    /// </summary>
    public static IServiceCollection AddLookups(this IServiceCollection services)
    {
        // One of these services alone, where nobody has one that outlives them.
        services.AddRedaction().TryAddSingleton<ResourceStores>();
        return services
            .AddSingleton<ResourceReader>()
            .AddCachedLookup<Project, ProjectSource>(stores => stores.Projects, CacheTallies.Project)
            .AddCachedLookup<Image, ImageSource>(stores => stores.Images, CacheTallies.Image)
            .AddCachedLookup<Server, ServerSource>(stores => stores.Servers, CacheTallies.Server)
            .AddLookup<Volume, VolumeSource>()
            .AddCachedLookup<CredentialList, CredentialSource>(stores => stores.Credentials, CacheTallies.Credential)
            .AddSingleton<ILookup<Secret>, SecretLookup>()
            .AddSingleton<IServiceClients, ServiceClients>()
            .AddSingleton<ProviderLookups>();
    }

    private static IServiceCollection AddLookup<TResource, TSource>(this IServiceCollection services)
        where TResource : class
        where TSource : class, IResourceSource<TResource> => services
        .AddSingleton<IResourceSource<TResource>, TSource>()
        .AddSingleton<ILookup<TResource>, Lookup<TResource>>();

    private static IServiceCollection AddCachedLookup<TResource, TSource>(
        this IServiceCollection services, Func<ResourceStores, KeptResources<TResource>> storeOf, CacheTally tally)
        where TResource : class
        where TSource : class, IResourceSource<TResource> => services
        .AddSingleton<TSource>()
        .AddSingleton<IResourceSource<TResource>>(provider => new CachedSource<TResource>(
            provider.GetRequiredService<TSource>(), storeOf(provider.GetRequiredService<ResourceStores>()), tally))
        .AddSingleton<ILookup<TResource>, Lookup<TResource>>();
}
