using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Configuration;

internal static class ConfigurationServices
{
    /// <summary>Makes a snapshot's values readable through <see cref="IConfiguration"/>.</summary>
    public static IConfigurationBuilder AddOslo(this IConfigurationBuilder builder, ConfigurationSnapshot snapshot) =>
        builder.Add(new OsloConfigurationSource(snapshot));

    /// <summary>Adds the record of each group, by itself and as <c>IOptions</c>.</summary>
    public static IServiceCollection AddPollinateOptions(this IServiceCollection services, ConfigurationSnapshot snapshot) => services
        .AddSingleton(snapshot)
        .AddRecord(snapshot.Bind<DefaultOptions>())
        .AddRecord(snapshot.Bind<PluginsOptions>())
        .AddRecord(snapshot.Bind<ServerOptions>())
        .AddRecord(snapshot.Bind<AdminOptions>())
        .AddRecord(snapshot.Bind<KeystoneAuthtokenOptions>())
        .AddRecord(snapshot.Bind<AuthorizationOptions>())
        .AddRecord(snapshot.Bind<ServiceAuthOptions>())
        .AddRecord(snapshot.Bind<SecretsOptions>())
        .AddRecord(snapshot.Bind<VaultOptions>())
        .AddRecord(snapshot.Bind<CacheOptions>())
        .AddRecord(snapshot.Bind<OsloMiddlewareOptions>())
        .AddRecord(snapshot.Bind<HealthcheckOptions>())
        .AddRecord(snapshot.Bind<OtlpOptions>());

    private static IServiceCollection AddRecord<TOptions>(this IServiceCollection services, TOptions options)
        where TOptions : class => services
        .AddSingleton(options)
        .AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
}
