using Microsoft.Extensions.DependencyInjection.Extensions;
using Pollinate.Host.Caching;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Authentication;

/// <summary>Adds the authentication of callers. The options of the sections are taken from the container.</summary>
internal static class KeystoneAuthenticationExtensions
{
    /// <summary>Adds what <c>[DEFAULT] auth_strategy</c> asks for.</summary>
    public static IServiceCollection AddKeystoneAuthentication(this IServiceCollection services)
    {
        services.AddAuthtokenSession();
        // One of these services alone, where nobody has one that outlives them.
        services.TryAddSingleton(provider => new TokenCache(
            TokenCache.LifetimeOf(provider.GetRequiredService<KeystoneAuthtokenOptions>()),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new TokenValidator(
            provider.GetRequiredKeyedService<KeystoneSession>(KeystoneSection.KeystoneAuthtoken),
            provider.GetRequiredService<KeystoneAuthtokenOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TokenValidator>>()));
        services.AddSharedCache();
        services.AddSingleton<SharedTokens>();
        services.AddSingleton<TokenValidations>();
        services.AddSingleton<TokenCheck>();
        services.AddSingleton<UnauthorizedAnswer>();
        services.AddSingleton<RefusalLog>();

        services.AddSingleton<KeystoneAuthentication>();
        services.AddSingleton<TrustedHeadersAuthentication>();
        services.AddSingleton<IRequestAuthentication>(provider =>
            provider.GetRequiredService<DefaultOptions>().AuthStrategy == DefaultOptions.KeystoneStrategy
                ? provider.GetRequiredService<KeystoneAuthentication>()
                : provider.GetRequiredService<TrustedHeadersAuthentication>());
        return services;
    }
}
