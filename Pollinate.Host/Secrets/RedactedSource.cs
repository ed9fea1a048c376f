using Pollinate.Host.Redaction;

namespace Pollinate.Host.Secrets;

/// <summary>A back end whose secrets are kept out of what is written from when they are read.</summary>
internal sealed class RedactedSource(ISecretSource source, KnownSecrets known) : ISecretSource
{
    public async Task<IReadOnlyDictionary<string, string>> FetchAsync(CancellationToken cancellationToken)
    {
        var secrets = await source.FetchAsync(cancellationToken);
        known.Set([.. secrets.Values.Distinct(StringComparer.Ordinal)]);
        return secrets;
    }
}
