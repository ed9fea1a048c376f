using System.Text.Json.Nodes;

namespace Pollinate.SimulatedCloud.Vault;

/// <summary>Vault below <c>/vault</c>: one map of secrets in the key-value engine, version 2.</summary>
internal static class VaultService
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/vault/v1/secret/data/{**path}", ReadAsync);

    private static Task ReadAsync(HttpContext context)
    {
        if (context.Request.Headers["X-Vault-Token"] != SampleData.VaultToken)
            return AnswerAsync(context, 403, new() { ["errors"] = new JsonArray("permission denied") });
        if ((string?)context.Request.RouteValues["path"] != SampleData.SecretPath)
            return AnswerAsync(context, 404, new() { ["errors"] = new JsonArray() });
        var map = new JsonObject();
        foreach (var (name, value) in SampleData.Secrets)
            map[name] = value;
        return AnswerAsync(context, 200, new()
        {
            ["request_id"] = Guid.NewGuid().ToString(),
            ["lease_id"] = "",
            ["renewable"] = false,
            ["lease_duration"] = 0,
            ["data"] = new JsonObject
            {
                ["data"] = map,
                ["metadata"] = new JsonObject
                {
                    ["created_time"] = "2026-01-01T00:00:00Z",
                    ["custom_metadata"] = null,
                    ["deletion_time"] = "",
                    ["destroyed"] = false,
                    ["version"] = 1,
                },
            },
        });
    }

    private static Task AnswerAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString());
    }
}
