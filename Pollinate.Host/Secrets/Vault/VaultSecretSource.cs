using System.Text.Json;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Secrets.Vault;

/// <summary>
/// Reads the map of secrets from Vault's key-value engine, version 2
/// (https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-version) or 1
/// (https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v1#read-secret).
/// </summary>
internal sealed class VaultSecretSource(VaultClient client, VaultOptions options, VaultTokens tokens) : ISecretSource
{
    private bool IsFirstVersion => options.KvVersion == 1;

    private string Path =>
        $"v1/{VaultClient.Escape(options.MountPoint)}/{(IsFirstVersion ? "" : "data/")}{VaultClient.Escape(options.Path!)}";

    private string Call => VaultClient.Name(HttpMethod.Get, Path);

    public async Task<IReadOnlyDictionary<string, string>> FetchAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(options.Url))
            throw new SecretStoreException("There are no secrets: [vault] url is not set.");
        if (string.IsNullOrEmpty(options.Path))
            throw new SecretStoreException("There are no secrets: [vault] path is not set.");

        var token = await tokens.GetAsync(cancellationToken);
        var answer = await AskAsync(token, cancellationToken);
        if (answer.Status == StatusCodes.Status403Forbidden && tokens.TryDrop(token))
        {
            token = await tokens.GetAsync(cancellationToken);
            answer = await AskAsync(token, cancellationToken);
        }

        if (answer.Status == StatusCodes.Status200OK || (answer.Status == StatusCodes.Status404NotFound && answer.IsOfVault))
            tokens.Confirm(token);
        return Read(answer);
    }

    /// <summary>What a status means that is neither an answer about the secrets nor about a login.</summary>
    public static string Describe(int status) => status switch
    {
        >= 300 and < 400 => $"Vault answered {status}, a redirect, which is not followed lest it take the token elsewhere; set [vault] url to the address of the active node or of the load balancer.",
        StatusCodes.Status429TooManyRequests => "Vault has too much to do (429).",
        StatusCodes.Status503ServiceUnavailable => "Vault is sealed or down for maintenance (503).",
        StatusCodes.Status404NotFound => "a 404 that is not Vault's own; is [vault] url the address of Vault?",
        _ => $"Vault answered {status}.",
    };

    private Task<VaultAnswer> AskAsync(VaultToken token, CancellationToken cancellationToken) =>
        client.SendAsync(HttpMethod.Get, Path, token.Value, json: null, cancellationToken);

    private IReadOnlyDictionary<string, string> Read(VaultAnswer answer)
    {
        switch (answer.Status)
        {
            case StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden:
                throw new SecretStoreException(
                    $"{Call}: Vault denied it ({answer.Status}); the token must be valid and its policy allow to read this path.", isRefused: true);
            case StatusCodes.Status404NotFound when answer.Data is { } gone && JsonText.ObjectOf(gone, "metadata") is not null:
                throw Deleted();
            case StatusCodes.Status404NotFound when answer.IsOfVault:
                throw new SecretStoreException(
                    $"{Call}: Vault has nothing there (404); check [vault] mount_point, path and kv_version.") { IsGone = true };
            case not StatusCodes.Status200OK:
                throw new SecretStoreException($"{Call}: {Describe(answer.Status)}") { RetryAfter = answer.RetryAfter };
        }

        var map = answer.Data;
        if (!IsFirstVersion && map is { } data)
        {
            map = JsonText.ObjectOf(data, "data");
            if (map is null && data.TryGetProperty("data", out var none) && none.ValueKind == JsonValueKind.Null &&
                JsonText.ObjectOf(data, "metadata") is not null)
            {
                throw Deleted();
            }
        }

        if (map is not { } found)
        {
            throw new SecretStoreException(
                $"{Call}: the answer holds no {(IsFirstVersion ? "data" : "data.data")}; is [vault] mount_point a key-value engine of [vault] kv_version?");
        }

        return SecretMap.TryRead(found, out var secrets)
            ? secrets
            : throw new SecretStoreException($"{Call}: a name or a value is no Unicode text.");
    }

    private SecretStoreException Deleted() =>
        new($"{Call}: the newest version of the secret is deleted (404); write a new one, or undelete it.") { IsGone = true };
}
