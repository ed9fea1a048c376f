using System.Globalization;
using System.Text.Json.Nodes;
using Pollinate.SimulatedCloud.Keystone;
using Pollinate.SimulatedCloud.Vault;

namespace Pollinate.SimulatedCloud.Faults;

/// <summary>Lets faults befall calls.</summary>
internal sealed class FaultMiddleware(FaultList faults, TokenStore tokens, SimulatedVault vault)
{
    /// <summary>A port that nobody listens at.</summary>
    private const string Elsewhere = "https://127.0.0.1:1/elsewhere";

    private static readonly TimeSpan Skew = TimeSpan.FromHours(-2);
    private static readonly byte[] Filling = [.. Enumerable.Repeat((byte)'x', 64 * 1024)];

    public Task ApplyAsync(HttpContext context, RequestDelegate next) =>
        faults.Take(context.Request) is { } fault ? ApplyAsync(fault, context, next) : next(context);

    private async Task ApplyAsync(Fault fault, HttpContext context, RequestDelegate next)
    {
        if (fault.DelayMilliseconds > 0)
            await Task.Delay(fault.DelayMilliseconds, context.RequestAborted);
        switch (fault.Kind)
        {
            case FaultKind.Status:
                if (fault.RetryAfter is not null)
                    context.Response.Headers.RetryAfter = fault.RetryAfter;
                await WriteAsync(context, fault.Status, "application/json", new JsonObject
                {
                    ["error"] = new JsonObject { ["code"] = fault.Status, ["message"] = "On demand.", ["title"] = "On demand" },
                }.ToJsonString());
                break;
            case FaultKind.Reset:
                context.Abort();
                break;
            case FaultKind.HalfBody:
                await WriteHalfAsync(context, next);
                break;
            case FaultKind.WrongType:
                context.Response.OnStarting(() =>
                {
                    context.Response.ContentType = "text/plain";
                    return Task.CompletedTask;
                });
                await next(context);
                break;
            case FaultKind.WrongShape:
                await WriteAsync(context, StatusCodes.Status200OK, "application/json", "[]");
                break;
            case FaultKind.Html:
                await WriteAsync(context, StatusCodes.Status200OK, "text/html; charset=UTF-8", "<html><body><h1>Maintenance</h1></body></html>");
                break;
            case FaultKind.HugeBody:
                await WriteHugeAsync(context, fault.Length);
                break;
            case FaultKind.SlowBody:
                await WriteSlowlyAsync(context, await CaptureAsync(context, next));
                break;
            case FaultKind.CutShort:
                var whole = await CaptureAsync(context, next);
                await WriteAsync(context, whole.AsMemory(0, whole.Length / 2));
                break;
            case FaultKind.Empty:
                await WriteAsync(context, ReadOnlyMemory<byte>.Empty);
                break;
            case FaultKind.WrongValues:
                await WriteAsync(context, Change(await CaptureAsync(context, next), WithWrongValues));
                break;
            case FaultKind.Redirect:
                context.Response.Headers.Location = Elsewhere;
                await WriteAsync(context, StatusCodes.Status302Found, "text/plain", "Elsewhere.");
                break;
            case FaultKind.ExpiredCaller:
                await ExpireCallerAsync(context, next);
                break;
            case FaultKind.ClockSkew:
                var answer = await CaptureAsync(context, next);
                context.Response.Headers.Date = (TimeProvider.System.GetUtcNow() + Skew).ToString("R", CultureInfo.InvariantCulture);
                await WriteAsync(context, Change(answer, WithSkewedTimes));
                break;
            case FaultKind.ExpiredTokens:
                tokens.Clear();
                await next(context);
                break;
            default:
                await next(context);
                break;
        }
    }

    private static Task WriteAsync(HttpContext context, int status, string contentType, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    }

    private static async Task WriteHalfAsync(HttpContext context, RequestDelegate next)
    {
        var whole = await CaptureAsync(context, next);
        context.Response.ContentLength = whole.Length;
        await context.Response.Body.WriteAsync(whole.AsMemory(0, whole.Length / 2));
        // The server closes a connection whose body ends before its length; to abort it could throw away what was written.
        await context.Response.Body.FlushAsync();
    }

    private static async Task WriteHugeAsync(HttpContext context, int length)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{\"x\":\"", context.RequestAborted);
        for (var left = length; left > 0; left -= Filling.Length)
            await context.Response.Body.WriteAsync(Filling.AsMemory(0, Math.Min(left, Filling.Length)), context.RequestAborted);
        await context.Response.WriteAsync("\"}", context.RequestAborted);
    }

    private static async Task WriteSlowlyAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        await context.Response.StartAsync(context.RequestAborted);
        for (var index = 0; index < body.Length; index++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), context.RequestAborted);
            await context.Response.Body.WriteAsync(body.AsMemory(index, 1), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private async Task ExpireCallerAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/vault", StringComparison.Ordinal))
            vault.RevokeLogins();
        else if (tokens.Find(context.Request.Headers["X-Auth-Token"]) is { } caller)
            tokens.ForgetThoseOf(caller.User);
        await next(context);
        if (HttpMethods.IsPost(context.Request.Method) && tokens.Find(context.Response.Headers["X-Subject-Token"]) is { } issued)
            tokens.ForgetThoseOf(issued.User);
    }

    /// <summary>The body of the usual answer, which is not sent.</summary>
    private static async Task<byte[]> CaptureAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await next(context);
        context.Response.Body = body;
        return whole.ToArray();
    }

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static byte[] Change(byte[] body, Func<string?, JsonNode?, JsonNode?> change) =>
        body.Length == 0 ? body : System.Text.Encoding.UTF8.GetBytes(Changed(null, JsonNode.Parse(body), change)!.ToJsonString());

    private static JsonNode? Changed(string? name, JsonNode? node, Func<string?, JsonNode?, JsonNode?> change) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Changed(member.Key, member.Value, change)))),
        JsonArray items => new JsonArray([.. items.Select(item => Changed(name, item, change))]),
        _ => change(name, node),
    };

    private static JsonNode? WithWrongValues(string? name, JsonNode? value) =>
        value?.GetValueKind() == System.Text.Json.JsonValueKind.String ? 4711 : "no number";

    private static JsonNode? WithSkewedTimes(string? name, JsonNode? value) =>
        name is "expires_at" or "issued_at" && value is not null
            ? (DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture) + Skew).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)
            : value?.DeepClone();
}
