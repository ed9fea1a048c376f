using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Nova;

namespace Pollinate.Harness.Load;

/// <summary>A request as Nova's client makes it, header by header.</summary>
internal static class NovasRequest
{
    /// <summary>Stands for the number of the instance in what is made for wrk.</summary>
    public const string Number = "############";

    private const string UserAgent = "openstack-nova-vendordata";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The headers that Nova sends, beside those of HTTP itself.</summary>
    public static IReadOnlyList<(string Name, string Value)> Headers(string token) =>
    [
        ("User-Agent", UserAgent), ("Accept", "application/json"), ("Content-Type", "application/json"), ("X-Auth-Token", token),
    ];

    /// <summary>The body for the instance that demonstrations ask about, and that always has something of every provider.</summary>
    public static string Body() => Body(SampleData.Demo.Id, SampleData.InstanceId, SampleData.ImageId);

    /// <summary>The body for one of any number of instances that differ by their ids alone.</summary>
    public static string NumberedBody(int number) => Body(SampleData.Demo.Id, SampleServers.Numbered(number), SampleData.ImageId);

    /// <summary>As <see cref="NumberedBody"/>, with <see cref="Number"/> where the number goes.</summary>
    public static string BodyWithHole() => NumberedBody(0).Replace(new string('0', Number.Length) + "\"", Number + "\"", StringComparison.Ordinal);

    /// <summary>The body for an instance, its project and its image.</summary>
    public static string Body(string project, string instance, string image) => JsonSerializer.Serialize(
        new Dictionary<string, object?>
        {
            ["project-id"] = project,
            ["instance-id"] = instance,
            ["image-id"] = image,
            ["user-data"] = null,
            ["hostname"] = "demo-1",
            ["metadata"] = new Dictionary<string, string>(),
            ["boot-roles"] = "member,reader",
        },
        Plain);

    /// <summary>The bytes of the whole request.</summary>
    public static byte[] Bytes(int port, string token, string body) => Bytes(port, Headers(token), body);

    /// <summary>The bytes of the whole request to a daemon that asks for nobody's token.</summary>
    public static byte[] BytesWithoutToken(int port, string body) => Bytes(port, [.. Headers("").SkipLast(1), ("X-Identity-Status", "Confirmed")], body);

    /// <summary>The bytes of a GET.</summary>
    public static byte[] Get(int port, string path) => Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");

    private static byte[] Bytes(int port, IEnumerable<(string Name, string Value)> headers, string body)
    {
        var text = new StringBuilder($"POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n");
        foreach (var (name, value) in headers)
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        return Encoding.UTF8.GetBytes($"{text}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }
}
