using System.Globalization;
using System.Text.Json.Nodes;

namespace Pollinate.SimulatedCloud.Keystone;

/// <summary>Keystone's bodies, in the shape of the real one's.</summary>
internal static class KeystoneJson
{
    public static JsonObject Version(string address) => new()
    {
        ["id"] = "v3.14",
        ["status"] = "stable",
        ["updated"] = "2020-04-07T00:00:00Z",
        ["links"] = new JsonArray(new JsonObject { ["rel"] = "self", ["href"] = $"{address}/identity/v3/" }),
        ["media-types"] = new JsonArray(new JsonObject
        {
            ["base"] = "application/json",
            ["type"] = "application/vnd.openstack.identity-v3+json",
        }),
    };

    public static JsonObject Token(IssuedToken token, string address, bool withCatalog, CloudOptions options)
    {
        var body = new JsonObject
        {
            ["methods"] = new JsonArray(token.Method),
            ["user"] = new JsonObject
            {
                ["domain"] = Domain(SampleData.DefaultDomain),
                ["id"] = token.User.Id,
                ["name"] = token.User.Name,
                ["password_expires_at"] = null,
            },
            ["audit_ids"] = new JsonArray(token.Value[6..28]),
            ["expires_at"] = Time(token.ExpiresAt),
            ["issued_at"] = Time(token.IssuedAt),
        };
        if (token.Scope is { } project)
        {
            body["project"] = new JsonObject { ["domain"] = Domain(SampleData.DefaultDomain), ["id"] = project.Id, ["name"] = project.Name };
            body["is_domain"] = false;
        }

        if (token.IsSystem)
            body["system"] = new JsonObject { ["all"] = true };
        if (token.Scope is not null || token.IsSystem)
        {
            body["roles"] = new JsonArray([.. token.Roles.Select(role => new JsonObject { ["id"] = $"role-{role}", ["name"] = role })]);
            if (withCatalog)
                body["catalog"] = Catalog((type, kind) => options.EndpointOf?.Invoke(type, kind)?.GetLeftPart(UriPartial.Authority) ?? address);
        }

        return new() { ["token"] = body };
    }

    public static JsonObject Project(SampleProject project, string address)
    {
        var body = new JsonObject
        {
            ["id"] = project.Id,
            ["name"] = project.Name,
            ["domain_id"] = SampleData.DefaultDomain.Id,
            ["description"] = "",
            ["enabled"] = true,
            ["parent_id"] = SampleData.DefaultDomain.Id,
            ["is_domain"] = false,
            ["tags"] = new JsonArray(),
            ["options"] = new JsonObject(),
            ["links"] = new JsonObject { ["self"] = $"{address}/identity/v3/projects/{project.Id}" },
        };
        if (project.ComputeZones is { } zones)
            body["compute_zones"] = zones;
        return new() { ["project"] = body };
    }

    public static JsonObject Credentials(IReadOnlyList<SampleCredential> page, string type, bool isLast, string address)
    {
        var self = $"{address}/identity/v3/credentials?type={Uri.EscapeDataString(type)}";
        return new()
        {
            ["credentials"] = new JsonArray(
            [
                .. page.Select(credential => new JsonObject
                {
                    ["id"] = credential.Id,
                    ["user_id"] = SampleData.Admin.Id,
                    ["project_id"] = credential.ProjectId,
                    ["type"] = credential.Type,
                    ["blob"] = credential.Blob,
                    ["links"] = new JsonObject { ["self"] = $"{address}/identity/v3/credentials/{credential.Id}" },
                }),
            ]),
            ["links"] = new JsonObject
            {
                ["next"] = isLast || page.Count == 0 ? null : $"{self}&marker={page[^1].Id}",
                ["self"] = self,
                ["previous"] = null,
            },
        };
    }

    public static JsonObject Error(int code, string title, string message) => new()
    {
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["title"] = title },
    };

    private static JsonArray Catalog(Func<string, string, string> addressOf) => new(
        Service("identity", "keystone", "/identity/v3", addressOf),
        Service("compute", "nova", "/compute/v2.1", addressOf),
        Service("image", "glance", "/image", addressOf),
        Service("volumev3", "cinder", $"/volume/v3/{SampleData.Service.Id}", addressOf));

    private static JsonObject Service(string type, string name, string path, Func<string, string, string> addressOf) => new()
    {
        ["endpoints"] = new JsonArray(
        [
            .. new[] { "public", "internal", "admin" }.Select(@interface => new JsonObject
            {
                ["id"] = $"endpoint-{name}-{@interface}",
                ["interface"] = @interface,
                ["region_id"] = "RegionOne",
                ["url"] = addressOf(type, @interface) + path,
                ["region"] = "RegionOne",
            }),
        ]),
        ["id"] = $"service-{name}",
        ["type"] = type,
        ["name"] = name,
    };

    private static JsonObject Domain(Domain domain) => new() { ["id"] = domain.Id, ["name"] = domain.Name };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
