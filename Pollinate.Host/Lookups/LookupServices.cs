using Pollinate.Abstractions;

namespace Pollinate.Host.Lookups;

internal static class LookupServices
{
    /// <summary>Adds the lookups that providers can ask for; each needs its own <see cref="IResourceSource{TResource}"/>.</summary>
    public static IServiceCollection AddLookups(this IServiceCollection services) => services
        .AddSingleton<IResourceSource<Project>, ProjectSource>()
        .AddSingleton<ILookup<Project>, Lookup<Project>>();
}
