using Pollinate.Abstractions;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Lookups;

internal static class LookupServices
{
    /// <summary>
    /// Adds the lookups that providers can ask for; each needs its own <see cref="IResourceSource{TResource}"/>. Needs
    /// <see cref="CacheOptions"/>, the session with OpenStack and the store of secrets.
    /// </summary>
    public static IServiceCollection AddLookups(this IServiceCollection services) => services
        .AddSingleton<ResourceReader>()
        .AddCachedLookup<Project, ProjectSource>(options => options.ProjectTime ?? CacheOptions.DefaultSeconds)
        .AddCachedLookup<Image, ImageSource>(options => options.ImageTime ?? CacheOptions.DefaultSeconds)
        .AddCachedLookup<Server, ServerSource>(options => options.ServerTime ?? CacheOptions.DefaultServerSeconds)
        .AddLookup<Volume, VolumeSource>()
        .AddLookup<CredentialList, CredentialSource>()
        .AddSingleton<ILookup<Secret>, SecretLookup>()
        .AddSingleton<IServiceClients, ServiceClients>()
        .AddSingleton<ProviderLookups>();

    private static IServiceCollection AddLookup<TResource, TSource>(this IServiceCollection services)
        where TResource : class
        where TSource : class, IResourceSource<TResource> => services
        .AddSingleton<IResourceSource<TResource>, TSource>()
        .AddSingleton<ILookup<TResource>, Lookup<TResource>>();

    private static IServiceCollection AddCachedLookup<TResource, TSource>(
        this IServiceCollection services, Func<CacheOptions, int> secondsOf)
        where TResource : class
        where TSource : class, IResourceSource<TResource> => services
        .AddSingleton<TSource>()
        .AddSingleton<IResourceSource<TResource>>(provider =>
        {
            var source = provider.GetRequiredService<TSource>();
            var seconds = secondsOf(provider.GetRequiredService<CacheOptions>());
            return seconds <= 0
                ? source
                : new CachedSource<TResource>(source, TimeSpan.FromSeconds(seconds), provider.GetRequiredService<TimeProvider>());
        })
        .AddSingleton<ILookup<TResource>, Lookup<TResource>>();
}
