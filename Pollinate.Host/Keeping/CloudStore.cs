using Pollinate.Host.Authentication;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Lookups;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Keeping;

/// <summary>
/// What is known of the cloud: callers' tokens, the daemon's own, resources. No client and nothing of a plugin's, so it
/// outlives the generation that filled it. Safe for any thread.
/// </summary>
/// <remarks>
/// All of it goes when any option of <c>[keystone_authtoken]</c>, <c>[service_auth]</c> or <c>[cache]</c> is another, or the
/// content of any file that they name: which of them a validation depends on is no question to be wrong about.
/// </remarks>
internal sealed class CloudStore : IDisposable
{
    private readonly OwnTokenStore _authtoken;
    private readonly OwnTokenStore _serviceAuth;
    private readonly ResourceStores _resources;

    public CloudStore(ConfigurationSnapshot snapshot, Redactor redactor, TimeProvider time)
    {
        Tokens = new(TokenCache.LifetimeOf(snapshot.Bind<KeystoneAuthtokenOptions>()), time);
        _authtoken = new(redactor.Register());
        _serviceAuth = new(redactor.Register());
        _resources = new(snapshot.Bind<CacheOptions>(), time);
    }

    /// <summary>The callers' validated tokens.</summary>
    public TokenCache Tokens { get; }

    public static StoreKey KeyOf(ConfigurationSnapshot snapshot)
    {
        object[] sections = [snapshot.Bind<KeystoneAuthtokenOptions>(), snapshot.Bind<ServiceAuthOptions>(), snapshot.Bind<CacheOptions>()];
        // Of [DEFAULT] it is the strategy alone that tokens depend on.
        var defaults = new DefaultOptions { AuthStrategy = snapshot.Bind<DefaultOptions>().AuthStrategy };
        return StoreKey.Of([defaults, .. sections], sections.SelectMany(StoreKey.FilesOf));
    }

    /// <summary>Lets services use it. They don't dispose it.</summary>
    public void AddTo(IServiceCollection services) => services
        .AddSingleton(Tokens)
        .AddKeyedSingleton(KeystoneSection.KeystoneAuthtoken, _authtoken)
        .AddKeyedSingleton(KeystoneSection.ServiceAuth, _serviceAuth)
        .AddSingleton(_resources);

    public void Dispose()
    {
        _authtoken.Dispose();
        _serviceAuth.Dispose();
    }
}
