using System.Text.Json.Nodes;
using Pollinate.SimulatedCloud.Keystone;

namespace Pollinate.SimulatedCloud.Faults;

/// <summary>Lets faults befall calls.</summary>
internal sealed class FaultMiddleware(FaultList faults, TokenStore tokens)
{
    private const int HugeLength = 11 * 1024 * 1024;

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
                await WriteAsync(context, StatusCodes.Status200OK, "application/json", $"{{\"x\":\"{new string('x', HugeLength)}\"}}");
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
        var body = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await next(context);
        context.Response.Body = body;
        context.Response.ContentLength = whole.Length;
        await body.WriteAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length / 2));
        // The server closes a connection whose body ends before its length; to abort it could throw away what was written.
        await body.FlushAsync();
    }
}
