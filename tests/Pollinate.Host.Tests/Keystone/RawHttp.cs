using System.Net.Sockets;
using System.Text;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>HTTP as the bytes that go over the wire, for what a well-behaved client does not send.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request that asks for the connection's end, and reads all that comes back.</summary>
    public static Task<string> SendAsync(string url, string request) => SendAsync(url, Encoding.ASCII.GetBytes(request));

    /// <inheritdoc cref="SendAsync(string, string)"/>
    public static async Task<string> SendAsync(string url, byte[] request)
    {
        using var connection = await ConnectAsync(url);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(request);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Sends a request, waits for something to happen, and goes away without reading the answer.</summary>
    public static async Task SendAndCloseAsync(string url, string request, Func<Task> until)
    {
        using var connection = await ConnectAsync(url);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        await until();
    }

    private static async Task<TcpClient> ConnectAsync(string url)
    {
        var address = new Uri(url);
        var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        return connection;
    }
}
