using System.Text.Json.Nodes;
using Pollinate.SimulatedCloud.Keystone;

namespace Pollinate.SimulatedCloud;

/// <summary>Answers that services give alike.</summary>
internal static class ServiceAnswers
{
    public static string Address(HttpContext context) => $"http://{context.Request.Host}";

    /// <summary>Whose token the call carries; null when it is no good.</summary>
    public static IssuedToken? Caller(HttpContext context, TokenStore tokens) =>
        tokens.FindValid(context.Request.Headers["X-Auth-Token"]);

    public static Task JsonAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.Headers["x-openstack-request-id"] = $"req-{Guid.NewGuid()}";
        return WriteAsync(context, status, JsonTemplate.Of(body));
    }

    /// <summary>As the other, with what was written before.</summary>
    public static Task JsonAsync(HttpContext context, int status, JsonTemplate body, string fill = "")
    {
        context.Response.Headers["x-openstack-request-id"] = $"req-{Guid.NewGuid()}";
        return WriteAsync(context, status, body, fill);
    }

    /// <summary>Writes a body of JSON, to HEAD its headers alone.</summary>
    public static async Task WriteAsync(HttpContext context, int status, JsonTemplate body, string fill = "")
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        response.ContentLength = body.LengthWith(fill);
        body.Write(response.BodyWriter, fill);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public static Task UnauthorizedAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = $"Keystone uri=\"{Address(context)}/identity/v3\"";
        return JsonAsync(context, 401, KeystoneJson.Error(401, "Unauthorized", "The request you have made requires authentication."));
    }

    public static Task NotFoundAsync(HttpContext context, string message) => JsonAsync(context, 404, new()
    {
        ["itemNotFound"] = new JsonObject { ["code"] = 404, ["message"] = message },
    });
}
