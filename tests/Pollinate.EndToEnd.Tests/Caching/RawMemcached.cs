using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pollinate.EndToEnd.Tests.Caching;

/// <summary>What somebody can do who reaches memcached's port: no code of the daemon's.</summary>
internal sealed class RawMemcached : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    public RawMemcached(int port)
    {
        _client = new("127.0.0.1", port);
        _stream = _client.GetStream();
    }

    /// <summary>The names of all entries.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync()
    {
        await WriteAsync("lru_crawler metadump all\r\n");
        var keys = new List<string>();
        while (await ReadLineAsync() is { } line && line != "END")
        {
            if (line.StartsWith("key=", StringComparison.Ordinal))
                keys.Add(Uri.UnescapeDataString(line["key=".Length..].Split(' ')[0]));
        }

        return keys;
    }

    /// <summary>The seconds that an entry still has.</summary>
    public async Task<int> TimeLeftAsync(string key)
    {
        await WriteAsync($"mg {key} t\r\n");
        return int.Parse((await ReadLineAsync()).Split('t')[^1], CultureInfo.InvariantCulture);
    }

    public async Task<byte[]> GetAsync(string key)
    {
        await WriteAsync($"get {key}\r\n");
        var value = new byte[int.Parse((await ReadLineAsync()).Split(' ')[3], CultureInfo.InvariantCulture)];
        await _stream.ReadExactlyAsync(value);
        await ReadLineAsync();
        await ReadLineAsync();
        return value;
    }

    public async Task SetAsync(string key, byte[] value)
    {
        await WriteAsync($"set {key} 0 300 {value.Length}\r\n");
        await _stream.WriteAsync(value);
        await WriteAsync("\r\n");
        (await ReadLineAsync()).Should().Be("STORED");
    }

    /// <summary>How many connections there are, this one among them.</summary>
    public async Task<int> ConnectionsAsync()
    {
        await WriteAsync("stats\r\n");
        var connections = 0;
        while (await ReadLineAsync() is { } line && line != "END")
        {
            if (line.StartsWith("STAT curr_connections ", StringComparison.Ordinal))
                connections = int.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
        }

        return connections;
    }

    public void Dispose() => _client.Dispose();

    private async Task WriteAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await _stream.ReadAsync(one) == 1 && one[0] != '\n')
            line.Append((char)one[0]);
        return line.ToString().TrimEnd('\r');
    }
}
