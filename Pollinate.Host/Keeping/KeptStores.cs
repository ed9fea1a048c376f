using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Redaction;
using Pollinate.Host.Secrets;

namespace Pollinate.Host.Keeping;

/// <summary>
/// The stores that one generation holds: those of the generation in force, where its settings are the same, else new ones.
/// Disposed with the generation, which lets go of them.
/// </summary>
internal sealed class KeptStores : IDisposable
{
    private readonly Kept<CloudStore> _cloud;
    private readonly Kept<SecretKeeper> _secrets;
    private int _isDisposed;

    private KeptStores(Kept<CloudStore> cloud, Kept<SecretKeeper> secrets)
    {
        _cloud = cloud;
        _secrets = secrets;
    }

    /// <summary>What is known of the cloud.</summary>
    public CloudStore Cloud => _cloud.Store;

    /// <summary>What is known of the secrets.</summary>
    public SecretKeeper Secrets => _secrets.Store;

    /// <param name="snapshot">The configuration of the generation that they are for.</param>
    /// <param name="before">Those of the generation in force; null when there is none.</param>
    /// <param name="redactor">Is told of the secrets that they hold.</param>
    /// <param name="time">The clock.</param>
    public static KeptStores Of(ConfigurationSnapshot snapshot, KeptStores? before, Redactor redactor, TimeProvider time)
    {
        var cloudKey = CloudStore.KeyOf(snapshot);
        var secretsKey = SecretsKey(snapshot.Bind<SecretsOptions>(), snapshot.Bind<VaultOptions>());
        return new(
            before is not null && before._cloud.TryHold(cloudKey) ? before._cloud : new(cloudKey, new(snapshot, redactor, time)),
            before is not null && before._secrets.TryHold(secretsKey) ? before._secrets : new(secretsKey, new(redactor.Register())));
    }

    /// <summary>Lets services use them. They don't dispose them.</summary>
    public IServiceCollection AddTo(IServiceCollection services)
    {
        Cloud.AddTo(services);
        return services.AddSingleton(Secrets);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        _cloud.LetGo();
        _secrets.LetGo();
    }

    // The other files that these options name are what the secrets are read from, and are read anew.
    private static StoreKey SecretsKey(SecretsOptions secrets, VaultOptions vault) => StoreKey.Of([secrets, vault], [vault.Cacert]);
}
