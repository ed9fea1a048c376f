using System.Text.Json.Nodes;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>Bodies of tokens as Keystone describes them.</summary>
internal static class Tokens
{
    /// <summary>Nova's user in the project service, with the roles admin, reader and member.</summary>
    public static JsonObject Nova(DateTimeOffset expiresAt) => Of("validate-200-novavd", expiresAt);

    /// <summary>A plain user in a project, with the roles member and reader.</summary>
    public static JsonObject Demo(DateTimeOffset expiresAt) => Of("validate-200-demo", expiresAt);

    public static JsonObject SystemAdmin(DateTimeOffset expiresAt) => Of("validate-200-system", expiresAt);

    public static JsonObject Unscoped(DateTimeOffset expiresAt) => Of("auth-password-unscoped-demo", expiresAt);

    public static JsonObject WithoutCatalog(DateTimeOffset expiresAt) => Of("validate-200-nocatalog", expiresAt);

    /// <summary>Of an application credential that has no access rules.</summary>
    public static JsonObject ApplicationCredential(DateTimeOffset expiresAt) =>
        Of("validate-200-application-credential", expiresAt);

    public static JsonObject OfDomain(DateTimeOffset expiresAt)
    {
        var body = Unscoped(expiresAt);
        body["token"]!["domain"] = new JsonObject { ["id"] = "d0", ["name"] = "Research" };
        body["token"]!["roles"] = new JsonArray(new JsonObject { ["id"] = "r0", ["name"] = "reader" });
        return body;
    }

    /// <summary>Of an application credential with these access rules; null writes null.</summary>
    public static JsonObject WithAccessRules(DateTimeOffset expiresAt, params (string Service, string Method, string Path)[]? rules)
    {
        var body = Of("validate-200-application-credential-access-rules", expiresAt);
        body["token"]!["application_credential"]!["access_rules"] = rules is null
            ? null
            : new JsonArray([.. rules.Select(rule => (JsonNode)new JsonObject
            {
                ["id"] = "x",
                ["service"] = rule.Service,
                ["method"] = rule.Method,
                ["path"] = rule.Path,
            })]);
        return body;
    }

    public static JsonObject WithBind(this JsonObject body, JsonObject bind)
    {
        body["token"]!["bind"] = bind;
        return body;
    }

    public static JsonObject WithRoles(this JsonObject body, params string[] roles)
    {
        body["token"]!["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)new JsonObject { ["id"] = role, ["name"] = role })]);
        return body;
    }

    public static JsonObject With(this JsonObject body, string property, JsonNode? value)
    {
        body["token"]![property] = value;
        return body;
    }

    public static JsonObject Without(this JsonObject body, string property)
    {
        body["token"]!.AsObject().Remove(property);
        return body;
    }

    /// <summary>A service in a catalog.</summary>
    public static JsonObject Service(string type, params (string Interface, string Region, string? Url)[] endpoints) => new()
    {
        ["type"] = type,
        ["name"] = type + "-name",
        ["id"] = type + "-id",
        ["endpoints"] = new JsonArray([.. endpoints.Select(endpoint => (JsonNode)new JsonObject
        {
            ["id"] = "e",
            ["interface"] = endpoint.Interface,
            ["region"] = endpoint.Region,
            ["region_id"] = endpoint.Region,
            ["url"] = endpoint.Url,
        })]),
    };

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonObject Of(string sample, DateTimeOffset expiresAt)
    {
        var body = Sample.Json(sample);
        body["token"]!["expires_at"] = Time(expiresAt);
        return body;
    }
}
