namespace Pollinate.Host.Secrets;

/// <summary>
/// A back end, asked anew each time. <see cref="CachedSecretStore"/> stands in front of it and asks once at a time.
/// </summary>
internal interface ISecretSource
{
    /// <summary>The secrets as they are now, by name.</summary>
    /// <exception cref="SecretStoreException">They can't be read.</exception>
    Task<IReadOnlyDictionary<string, string>> FetchAsync(CancellationToken cancellationToken);
}
