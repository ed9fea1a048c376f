using System.Buffers;
using System.Text.Json;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.OpenStack;

/// <summary>
/// Writes the body of <c>POST /v3/auth/tokens</c>
/// (https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management). At every level an id goes before
/// a name. The body holds a secret.
/// </summary>
internal static class AuthRequest
{
    public static byte[] Write(AuthPlugin plugin, KeystoneCredentialOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("auth");
            json.WriteStartObject("identity");
            WriteIdentity(json, plugin, options);
            json.WriteEndObject();
            // Keystone refuses a scope with an application credential, which has its own.
            if (plugin.Method != AuthMethod.ApplicationCredential)
                WriteScope(json, plugin, options);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteIdentity(Utf8JsonWriter json, AuthPlugin plugin, KeystoneCredentialOptions options)
    {
        switch (plugin.Method)
        {
            case AuthMethod.Password:
                WriteMethod(json, "password");
                json.WriteStartObject("user");
                json.WriteString("password", options.Password);
                WriteUser(json, plugin, options);
                json.WriteEndObject();
                break;
            case AuthMethod.Token:
                WriteMethod(json, "token");
                json.WriteString("id", options.Token);
                break;
            default:
                WriteMethod(json, "application_credential");
                json.WriteString("secret", options.ApplicationCredentialSecret);
                if (!string.IsNullOrEmpty(options.ApplicationCredentialId))
                {
                    json.WriteString("id", options.ApplicationCredentialId);
                }
                else
                {
                    json.WriteString("name", options.ApplicationCredentialName);
                    json.WriteStartObject("user");
                    WriteUser(json, plugin, options);
                    json.WriteEndObject();
                }

                break;
        }

        json.WriteEndObject();
    }

    private static void WriteMethod(Utf8JsonWriter json, string method)
    {
        json.WriteStartArray("methods");
        json.WriteStringValue(method);
        json.WriteEndArray();
        json.WriteStartObject(method);
    }

    private static void WriteUser(Utf8JsonWriter json, AuthPlugin plugin, KeystoneCredentialOptions options)
    {
        if (!string.IsNullOrEmpty(options.UserId))
        {
            json.WriteString("id", options.UserId);
            return;
        }

        json.WriteString("name", options.Username);
        WriteDomain(json, plugin, options, options.UserDomainId, options.UserDomainName);
    }

    private static void WriteScope(Utf8JsonWriter json, AuthPlugin plugin, KeystoneCredentialOptions options)
    {
        var kind = AuthScope.Of(options);
        if (kind == AuthScope.None)
            return;

        json.WriteStartObject("scope");
        switch (kind)
        {
            case AuthScope.Domain:
                json.WriteStartObject("domain");
                WriteIdOrName(json, options.DomainId, options.DomainName);
                json.WriteEndObject();
                break;
            case AuthScope.Project:
                json.WriteStartObject("project");
                WriteIdOrName(json, options.ProjectId, options.ProjectName);
                if (string.IsNullOrEmpty(options.ProjectId))
                    WriteDomain(json, plugin, options, options.ProjectDomainId, options.ProjectDomainName);
                json.WriteEndObject();
                break;
            case AuthScope.Trust:
                json.WriteStartObject("OS-TRUST:trust");
                json.WriteString("id", options.TrustId);
                json.WriteEndObject();
                break;
            default:
                json.WriteStartObject("system");
                json.WriteBoolean("all", true);
                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteDomain(
        Utf8JsonWriter json, AuthPlugin plugin, KeystoneCredentialOptions options, string? id, string? name)
    {
        if (string.IsNullOrEmpty(id) && string.IsNullOrEmpty(name) && !plugin.IsVersioned)
            (id, name) = (options.DefaultDomainId, options.DefaultDomainName);
        if (string.IsNullOrEmpty(id) && string.IsNullOrEmpty(name))
            return;

        json.WriteStartObject("domain");
        WriteIdOrName(json, id, name);
        json.WriteEndObject();
    }

    private static void WriteIdOrName(Utf8JsonWriter json, string? id, string? name)
    {
        if (!string.IsNullOrEmpty(id))
            json.WriteString("id", id);
        else
            json.WriteString("name", name);
    }
}
