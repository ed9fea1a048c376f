using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Authorization;

internal static class AuthorizationServices
{
    /// <summary>Adds what <c>[authorization]</c> asks for, where callers are known at all.</summary>
    public static IServiceCollection AddCallerAuthorization(this IServiceCollection services) => services
        .AddSingleton<DenialLog>()
        .AddSingleton(provider => new CallerAuthorization(
            provider.GetRequiredService<DefaultOptions>().AuthStrategy == DefaultOptions.KeystoneStrategy
                ? new CallerPolicy(provider.GetRequiredService<AuthorizationOptions>())
                : null,
            provider.GetRequiredService<DenialLog>()));
}
