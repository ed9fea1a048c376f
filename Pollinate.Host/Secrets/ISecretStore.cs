namespace Pollinate.Host.Secrets;

/// <summary>Where providers' secrets come from. Safe for any thread.</summary>
internal interface ISecretStore
{
    /// <summary>The secrets in force, by name.</summary>
    /// <exception cref="SecretStoreException">They can't be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; others who wait go on.</exception>
    Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellationToken);
}
