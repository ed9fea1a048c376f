using Microsoft.Extensions.DependencyInjection.Extensions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Redaction;
using Pollinate.Host.Secrets.Files;
using Pollinate.Host.Secrets.Vault;

namespace Pollinate.Host.Secrets;

internal static class SecretServices
{
    /// <summary>Adds the store of secrets; needs <see cref="SecretsOptions"/> and <see cref="VaultOptions"/>.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services)
    {
        services.AddHttpClient(VaultClient.ClientName)
            .ConfigureHttpClient(client =>
            {
                // Each call has a deadline of its own.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = VaultClient.LargestBody;
            })
            .ConfigurePrimaryHttpMessageHandler(provider => VaultHandler.Create(provider.GetRequiredService<VaultOptions>()))
            // Connections have a lifetime of their own, so the handler need not be replaced.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The factory's own loggers write headers, the token's among them.
            .RemoveAllLoggers();
        // One of these services alone, where nobody has one that outlives them.
        services.AddRedaction().TryAddSingleton<SecretKeeper>();
        return services
            .AddSingleton<VaultClient>()
            .AddSingleton<VaultTokens>()
            .AddSingleton<VaultSecretSource>()
            .AddSingleton<ISecretSource>(provider => new RedactedSource(Source(provider), provider.GetRequiredService<SecretKeeper>()))
            .AddSingleton(provider => SecretTimes.Of(
                provider.GetRequiredService<SecretsOptions>(), provider.GetRequiredService<VaultOptions>()))
            .AddSingleton<ISecretStore, CachedSecretStore>()
            .AddSingleton<SecretsTest>();
    }

    private static ISecretSource Source(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<SecretsOptions>();
        return options.Backend switch
        {
            SecretsOptions.InFile => new FileSecretSource(() => SecretFile.Read(options.File!)),
            SecretsOptions.InDirectory => new FileSecretSource(
                () => SecretDirectory.Read(SecretDirectory.PathOf(options, Environment.GetEnvironmentVariable)!)),
            _ => provider.GetRequiredService<VaultSecretSource>(),
        };
    }
}
