using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Secrets;

internal static class SecretServices
{
    private const int DefaultTimeoutSeconds = 10;

    /// <summary>Adds the store of secrets; needs <see cref="VaultOptions"/>.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services)
    {
        services.AddHttpClient(VaultHttp.ClientName)
            .ConfigureHttpClient((provider, client) =>
            {
                client.Timeout = TimeSpan.FromSeconds(provider.GetRequiredService<VaultOptions>().Timeout ?? DefaultTimeoutSeconds);
                client.MaxResponseContentBufferSize = VaultHttp.LargestBody;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect could take the token to another host.
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            // The factory's own loggers write headers, the token's among them.
            .RemoveAllLoggers();
        return services
            .AddSingleton<VaultTokens>()
            .AddSingleton<VaultSecretStore>()
            .AddSingleton<ISecretStore>(provider => new CachedSecretStore(
                provider.GetRequiredService<VaultSecretStore>(), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Answers <c>/test</c>.</summary>
    public static IApplicationBuilder UseSecretsTest(this IApplicationBuilder app) => app.UseMiddleware<SecretsTestMiddleware>();
}
