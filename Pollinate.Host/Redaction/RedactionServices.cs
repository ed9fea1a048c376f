using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pollinate.Host.Redaction;

internal static class RedactionServices
{
    /// <summary>Adds a <see cref="KnownSecrets"/> for each service that takes one, of the process's redactor if there is one.</summary>
    public static IServiceCollection AddRedaction(this IServiceCollection services)
    {
        services.TryAddSingleton<Redactor>();
        services.TryAddTransient(provider => provider.GetRequiredService<Redactor>().Register());
        return services;
    }
}
