using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Lookups;

/// <summary>
/// Credentials of Keystone by their type: <c>GET /v3/credentials?type={type}</c>. Keystone can't be asked for those of one
/// project.
/// </summary>
internal sealed class CredentialSource(ResourceReader reader, KnownSecrets known) : IResourceSource<CredentialList>
{
    public async Task<CredentialList?> FetchAsync(string id, CancellationToken cancellationToken)
    {
        // Without a type Keystone lists every credential of the cloud.
        if (id.Length == 0)
            throw new LookupException("identity: nothing was asked of credentials, since their type is empty");

        var credentials = new List<Credential>();
        foreach (var item in await reader.ListAsync("identity", $"credentials?type={Uri.EscapeDataString(id)}", "credentials", cancellationToken))
            credentials.Add(Read(item));
        known.Set([.. credentials.Select(credential => credential.Blob)]);
        return new(id, credentials);
    }

    private static Credential Read(JsonElement item) =>
        JsonText.Of(item, "id") is { Length: > 0 } id && JsonText.Of(item, "type") is { } type && JsonText.Of(item, "blob") is { } blob
            ? new(id, type, JsonText.Of(item, "user_id"), JsonText.Of(item, "project_id"), blob)
            : throw new LookupException("identity: GET credentials answered with a credential that lacks id, type or blob");
}
