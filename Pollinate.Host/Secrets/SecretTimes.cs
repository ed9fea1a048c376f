using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Secrets;

/// <summary>How long secrets serve.</summary>
/// <param name="Fresh">Before they are read again.</param>
/// <param name="Stale">Beyond that, while they can't be.</param>
internal sealed record SecretTimes(TimeSpan Fresh, TimeSpan Stale)
{
    /// <summary>The times in force: those of <c>[secrets]</c>, else those of Vault when it is the back end.</summary>
    public static SecretTimes Of(SecretsOptions secrets, VaultOptions vault)
    {
        var isVault = secrets.Backend == SecretsOptions.Vault;
        return new(
            TimeSpan.FromSeconds(secrets.CacheTime ?? (isVault ? vault.CacheTime : null) ?? SecretsOptions.DefaultCacheSeconds),
            TimeSpan.FromSeconds(secrets.StaleTime ?? (isVault ? vault.StaleTime : null) ?? SecretsOptions.DefaultStaleSeconds));
    }
}
