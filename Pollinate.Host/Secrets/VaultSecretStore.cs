using System.Text.Json;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Secrets;

/// <summary>
/// Reads the map of secrets from Vault's key-value engine, version 2
/// (https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-version).
/// </summary>
internal sealed class VaultSecretStore(IHttpClientFactory clients, VaultOptions options, VaultTokens tokens) : ISecretStore
{
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(options.Url))
            throw new SecretStoreException("There are no secrets: [vault] url is not set.");
        if (string.IsNullOrEmpty(options.Path))
            throw new SecretStoreException("There are no secrets: [vault] path is not set.");

        var token = await tokens.GetAsync(cancellationToken);
        var answer = await AskAsync(token.Value, cancellationToken);
        if (answer.Status == StatusCodes.Status403Forbidden && token.IsFromLogin)
        {
            tokens.Drop(token);
            answer = await AskAsync((await tokens.GetAsync(cancellationToken)).Value, cancellationToken);
        }

        return Read(answer);
    }

    private Task<VaultAnswer> AskAsync(string token, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, VaultHttp.Address(options, Path));
        request.Headers.TryAddWithoutValidation("X-Vault-Token", token);
        return VaultHttp.SendAsync(clients, request, Call, cancellationToken);
    }

    private Dictionary<string, string> Read(VaultAnswer answer)
    {
        switch (answer.Status)
        {
            case StatusCodes.Status403Forbidden:
                throw new SecretStoreException($"{Call}: Vault denied it (403); the token's policy must allow to read this path.", isRefused: true);
            case StatusCodes.Status404NotFound when IsDeleted(answer.Body):
                throw new SecretStoreException($"{Call}: the newest version of the secret is deleted (404); write a new one.");
            case StatusCodes.Status404NotFound:
                throw new SecretStoreException($"{Call}: Vault has nothing there (404); check [vault] mount_point and path.");
            case not StatusCodes.Status200OK:
                throw new SecretStoreException($"{Call}: Vault answered {answer.Status}.");
        }

        if (!answer.Body.TryGetObject("data", out var data) || !data.TryGetObject("data", out var map))
            throw new SecretStoreException($"{Call}: the answer holds no data.data; is [vault] mount_point a key-value engine of version 2?");
        return map.EnumerateObject().ToDictionary(
            entry => entry.Name,
            entry => entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : entry.Value.GetRawText(),
            StringComparer.Ordinal);
    }

    private static bool IsDeleted(JsonElement body) =>
        body.TryGetObject("data", out var data) && data.TryGetObject("metadata", out _);

    private string Path => $"v1/{options.MountPoint.Trim('/')}/data/{options.Path!.Trim('/')}";

    private string Call => $"vault: GET {Path}";
}
