namespace Pollinate.Host.Secrets;

/// <summary>A back end whose secrets are kept out of what is written from when they are read.</summary>
internal sealed class RedactedSource(ISecretSource source, SecretKeeper keeper) : ISecretSource
{
    public async Task<IReadOnlyDictionary<string, string>> FetchAsync(CancellationToken cancellationToken)
    {
        var secrets = await source.FetchAsync(cancellationToken);
        keeper.Know(secrets);
        return secrets;
    }
}
