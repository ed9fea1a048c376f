using Pollinate.Abstractions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Redaction;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Lookups;

internal static class LookupServices
{
    private const int MostServers = 2_000;

    /// <summary>
    /// Adds the lookups that providers can ask for; each needs its own <see cref="IResourceSource{TResource}"/>. Needs
    /// <see cref="CacheOptions"/>, the session with OpenStack and the store of secrets.
    /// </summary>
    /// <remarks>
    /// Every guest is another server, so few are kept: those of the last seconds of a storm. With more of them a storm fills
    /// the memory with what nobody will ask for again, and the garbage collector copies it time and again.
    /// </remarks>
    public static IServiceCollection AddLookups(this IServiceCollection services) => services
        .AddRedaction()
        .AddSingleton<ResourceReader>()
        .AddCachedLookup<Project, ProjectSource>(options => options.ProjectTime ?? CacheOptions.DefaultSeconds, CacheTallies.Project)
        .AddCachedLookup<Image, ImageSource>(options => options.ImageTime ?? CacheOptions.DefaultSeconds, CacheTallies.Image)
        .AddCachedLookup<Server, ServerSource>(options => options.ServerTime ?? CacheOptions.DefaultServerSeconds, CacheTallies.Server, MostServers)
        .AddLookup<Volume, VolumeSource>()
        // Not kept: who changes a credential and boots a guest at once must find it.
        .AddCachedLookup<CredentialList, CredentialSource>(_ => 0, CacheTallies.Credential)
        .AddSingleton<ILookup<Secret>, SecretLookup>()
        .AddSingleton<IServiceClients, ServiceClients>()
        .AddSingleton<ProviderLookups>();

    private static IServiceCollection AddLookup<TResource, TSource>(this IServiceCollection services)
        where TResource : class
        where TSource : class, IResourceSource<TResource> => services
        .AddSingleton<IResourceSource<TResource>, TSource>()
        .AddSingleton<ILookup<TResource>, Lookup<TResource>>();

    private static IServiceCollection AddCachedLookup<TResource, TSource>(
        this IServiceCollection services, Func<CacheOptions, int> secondsOf, CacheTally tally, int maximumEntries = CachedSource<TResource>.UsualEntries)
        where TResource : class
        where TSource : class, IResourceSource<TResource> => services
        .AddSingleton<TSource>()
        .AddSingleton<IResourceSource<TResource>>(provider =>
        {
            var source = provider.GetRequiredService<TSource>();
            var seconds = secondsOf(provider.GetRequiredService<CacheOptions>());
            // With no time at all it still makes one call for all who ask meanwhile.
            return new CachedSource<TResource>(source, TimeSpan.FromSeconds(seconds), provider.GetRequiredService<TimeProvider>(), maximumEntries, tally);
        })
        .AddSingleton<ILookup<TResource>, Lookup<TResource>>();
}
