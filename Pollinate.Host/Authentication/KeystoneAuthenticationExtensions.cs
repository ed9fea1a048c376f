using Microsoft.AspNetCore.Authentication;
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
        services.AddSingleton(provider => new TokenCache(
            CacheTimeOf(provider.GetRequiredService<KeystoneAuthtokenOptions>()),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new TokenValidator(
            provider.GetRequiredKeyedService<KeystoneSession>(KeystoneSection.KeystoneAuthtoken),
            provider.GetRequiredService<KeystoneAuthtokenOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TokenValidator>>()));
        services.AddSingleton<TokenValidations>();
        services.AddSingleton<TokenCheck>();
        services.AddSingleton<UnauthorizedAnswer>();
        services.AddSingleton<RefusalLog>();

        // Not AddAuthentication, which comes with keys for cookies and writes them to the home directory.
        services.AddAuthenticationCore();
        services.AddWebEncoders();
        services.AddTransient<KeystoneAuthenticationHandler>();
        services.AddTransient<TrustedHeadersAuthenticationHandler>();
        services.AddOptions<AuthenticationOptions>().Configure<DefaultOptions>(AddScheme);
        return services;
    }

    /// <summary>
    /// Authenticates every request, and lets none but the exempt paths past without a caller. Everything that must not run
    /// for strangers comes after it.
    /// </summary>
    public static IApplicationBuilder UseKeystoneAuthentication(this IApplicationBuilder app) =>
        app.UseAuthentication().UseMiddleware<AuthenticationGate>();

    private static TimeSpan CacheTimeOf(KeystoneAuthtokenOptions options) =>
        TimeSpan.FromSeconds(options.TokenCacheTime ?? new KeystoneAuthtokenOptions().TokenCacheTime!.Value);

    private static void AddScheme(AuthenticationOptions authentication, DefaultOptions defaults)
    {
        if (defaults.AuthStrategy == DefaultOptions.KeystoneStrategy)
            authentication.AddScheme<KeystoneAuthenticationHandler>(KeystoneDefaults.Scheme, displayName: null);
        else
            authentication.AddScheme<TrustedHeadersAuthenticationHandler>(KeystoneDefaults.TrustedHeadersScheme, displayName: null);
        authentication.DefaultScheme = authentication.Schemes.Single().Name;
    }
}
