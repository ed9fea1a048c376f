using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>Answers of the scripted Keystone.</summary>
internal static class Reply
{
    public static RequestDelegate Json(int status, string body) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    };

    public static RequestDelegate Status(int status) =>
        Json(status, $$$"""{"error": {"code": {{{status}}}, "title": "Scripted", "message": "Scripted."}}""");

    public static RequestDelegate Empty(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public static RequestDelegate Bytes(int status, byte[] body) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(body);
    };

    public static RequestDelegate Text(int status, string body) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync(body);
    };

    /// <summary>Closes the connection without a word.</summary>
    public static RequestDelegate Drop => context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Closes the connection in the usual way, as a server that is stopped does, without a word.</summary>
    public static RequestDelegate Close => context =>
    {
        context.Features.Get<IConnectionSocketFeature>()!.Socket.Shutdown(SocketShutdown.Both);
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Says nothing until the client goes away.</summary>
    public static RequestDelegate Hang => async context =>
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    };

    /// <summary>Waits, then goes on as if nothing were scripted.</summary>
    public static RequestDelegate After(Task gate, RequestDelegate reply) => async context =>
    {
        await gate;
        await reply(context);
    };

    /// <summary>Begins a body and closes the connection in the middle.</summary>
    public static RequestDelegate Truncated => async context =>
    {
        // Past the server, which may not have sent its part by the time the connection is closed.
        await context.Features.Get<IConnectionSocketFeature>()!.Socket.SendAsync("""
            HTTP/1.1 200 OK
            Content-Type: application/json
            Content-Length: 5000

            {"token": {"methods": ["password"],
            """u8.ToArray());
        await Close(context);
    };

    public static RequestDelegate Redirect(int status, string location) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    };
}
