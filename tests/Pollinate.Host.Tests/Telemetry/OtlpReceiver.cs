using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Telemetry;

/// <summary>
/// A collector on a real socket, for OTLP over HTTP. It knows just enough of protobuf to find the spans: fields one inside the
/// other, by number (https://github.com/open-telemetry/opentelemetry-proto, trace/v1/trace.proto).
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<(string Path, string? Key, byte[] Body)> _requests = new();

    private OtlpReceiver(WebApplication server) => _server = server;

    public string Url { get; private set; } = "";

    /// <summary>What is answered.</summary>
    public int Status { get; set; } = 200;

    public IReadOnlyList<(string Path, string? Key, byte[] Body)> Requests => [.. _requests];

    /// <summary>All that came, as text, wherever text is in it.</summary>
    public string Text => string.Join('\n', _requests.Select(request => Encoding.Latin1.GetString(request.Body)));

    /// <summary>The spans: resource_spans (1), scope_spans (2), spans (2).</summary>
    public IReadOnlyList<OtlpSpan> Spans =>
    [
        .. from request in _requests
           where request.Path == "/v1/traces"
           from resource in Fields(request.Body)
           where resource.Number == 1
           from scope in Fields(resource.Value)
           where scope.Number == 2
           from span in Fields(scope.Value)
           where span.Number == 2
           select OtlpSpan.Read(Fields(span.Value)),
    ];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var server = LocalServer.CreateBuilder(0, null).Build();
        var receiver = new OtlpReceiver(server);
        server.Run(receiver.TakeAsync);
        await server.StartAsync();
        receiver.Url = LocalServer.UrlOf(server);
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>The fields of a message that have bytes; numbers are passed over.</summary>
    public static IReadOnlyList<(int Number, byte[] Value)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Number(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Number(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Number(message, ref at);
                    fields.Add(((int)(tag >> 3), message[at..(at + length)]));
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Protobuf has no wire type {tag & 7}.");
            }
        }

        return fields;
    }

    private static ulong Number(byte[] message, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            number |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return number;
        }
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _requests.Enqueue((context.Request.Path.Value!, context.Request.Headers["x-key"], body.ToArray()));
        context.Response.StatusCode = Status;
    }
}
