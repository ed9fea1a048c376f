using Microsoft.Extensions.DependencyInjection.Extensions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.OpenStack;

/// <summary>Adds the sessions with OpenStack. The options of the sections are taken from the container.</summary>
internal static class OpenStackServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IOpenStackSession"/> as the user of <c>[service_auth]</c>. When that section is empty, every call of
    /// the session fails and says which options to set. The <see cref="KeystoneSession"/> beneath it is keyed by the section's
    /// name.
    /// </summary>
    public static IServiceCollection AddOpenStackSession(this IServiceCollection services)
    {
        services.AddRedaction().AddOpenStackHttpClient<ServiceAuthOptions>(
            KeystoneSection.ServiceAuth,
            (provider, options) => SessionSettings.TimeoutOf(provider.GetRequiredService<DefaultOptions>(), options))
            // Only here: the validation of callers' tokens has retries of its own, which its section configures.
            .AddHttpMessageHandler<RetryHandler>();
        services.AddTransient<RetryHandler>();
        services.AddOwnTokenStore(KeystoneSection.ServiceAuth);
        services.AddKeyedSingleton(KeystoneSection.ServiceAuth, (provider, _) => CreateSession(
            provider,
            SessionSettings.Of(
                provider.GetRequiredService<DefaultOptions>(),
                provider.GetRequiredService<KeystoneAuthtokenOptions>(),
                provider.GetRequiredService<ServiceAuthOptions>())));
        return services.AddSingleton(CreateServiceSession);
    }

    /// <summary>Adds the session of <c>[keystone_authtoken]</c>, keyed by the section's name.</summary>
    public static IServiceCollection AddAuthtokenSession(this IServiceCollection services)
    {
        services.AddRedaction().AddOpenStackHttpClient<KeystoneAuthtokenOptions>(
            KeystoneSection.KeystoneAuthtoken, (_, options) => SessionSettings.TimeoutOf(options));
        services.AddOwnTokenStore(KeystoneSection.KeystoneAuthtoken);
        return services.AddKeyedSingleton(KeystoneSection.KeystoneAuthtoken, (provider, _) => CreateSession(
            provider,
            SessionSettings.Of(
                provider.GetRequiredService<KeystoneAuthtokenOptions>(),
                provider.GetRequiredService<ServiceAuthOptions>())));
    }

    private static IHttpClientBuilder AddOpenStackHttpClient<TOptions>(
        this IServiceCollection services, string section, Func<IServiceProvider, TOptions, TimeSpan> timeout)
        where TOptions : KeystoneCredentialOptions =>
        services.AddHttpClient(section, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var options = provider.GetRequiredService<TOptions>();
                return HttpHandlers.Create(options, timeout(provider, options));
            })
            .AddHttpMessageHandler(() => new SendOnceHandler())
            .AddHttpMessageHandler(() => new SameOriginRedirectHandler())
            // Connections have a lifetime of their own, so the handler need not be replaced.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // OpenStackHttp logs each call in one line, without headers.
            .RemoveAllLoggers();

    /// <summary>One of these services alone, where nobody has one that outlives them.</summary>
    private static void AddOwnTokenStore(this IServiceCollection services, string section) =>
        services.TryAddKeyedSingleton(section, (provider, _) => new OwnTokenStore(provider.GetRequiredService<KnownSecrets>()));

    private static IOpenStackSession CreateServiceSession(IServiceProvider provider)
    {
        var authtoken = provider.GetRequiredService<KeystoneAuthtokenOptions>();
        var serviceAuth = provider.GetRequiredService<ServiceAuthOptions>();
        if (KeystoneSection.OfServiceAuth(authtoken, serviceAuth).IsEmpty)
            return new UnconfiguredOpenStackSession();

        var clock = provider.GetRequiredService<TimeProvider>();
        var session = provider.GetRequiredKeyedService<KeystoneSession>(KeystoneSection.ServiceAuth);
        return new OpenStackSession(
            session,
            new(session, Invoker(provider, KeystoneSection.ServiceAuth), clock, provider.GetRequiredService<ILogger<ServiceRequests>>()),
            clock,
            provider.GetRequiredService<ILogger<OpenStackSession>>());
    }

    /// <remarks>
    /// No client of the factory's: it is one more layer of deadlines, and the handlers, which live as long as the services,
    /// need none to be replaced.
    /// </remarks>
    private static HttpMessageInvoker Invoker(IServiceProvider provider, string section) =>
        new(provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(section), disposeHandler: false);

    private static KeystoneSession CreateSession(IServiceProvider provider, SessionSettings settings) => new(
        settings,
        Invoker(provider, settings.Section),
        provider.GetRequiredKeyedService<OwnTokenStore>(settings.Section),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<KeystoneSession>>());
}
