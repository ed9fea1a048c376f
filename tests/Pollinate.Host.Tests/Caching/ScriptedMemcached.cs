using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Pollinate.Host.Tests.Caching;

/// <summary>
/// A memcached on a real socket, with the text protocol's get, set and delete, that can be made to answer otherwise, and to die
/// and return at the same address.
/// </summary>
internal sealed class ScriptedMemcached : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _values = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly X509Certificate2? _certificate;
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private Task _serving;
    private int _connections;

    public ScriptedMemcached(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync(_listener);
    }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public MemcachedMood Mood { get; set; }

    /// <summary>What it holds.</summary>
    public IReadOnlyDictionary<string, byte[]> Values => _values;

    /// <summary>The lines of all commands.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    public IEnumerable<string> Gets => Commands.Where(command => command.StartsWith("get tokens/", StringComparison.Ordinal));

    public IEnumerable<string> Sets => Commands.Where(command => command.StartsWith("set ", StringComparison.Ordinal));

    /// <summary>How many connections there have been.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How many connections there are.</summary>
    public int Open => _open.Count;

    public void Put(string key, byte[] value) => _values[key] = value;

    /// <summary>Refuses connections from now on, and closes those that there are.</summary>
    public async Task DieAsync()
    {
        _listener.Stop();
        foreach (var socket in _open.Keys)
            socket.Close();
        await _serving;
    }

    /// <summary>Listens again where it did, without what it held.</summary>
    public void Return()
    {
        _values.Clear();
        _listener = new(IPAddress.Loopback, Port);
        _listener.Start();
        _serving = ServeAsync(_listener);
    }

    public async ValueTask DisposeAsync() => await DieAsync();

    private async Task ServeAsync(TcpListener listener)
    {
        var serving = new List<Task>();
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptSocketAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                break;
            }

            Interlocked.Increment(ref _connections);
            _open[socket] = true;
            serving.Add(Task.Run(() => ServeAsync(socket)));
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using Stream stream = await StreamAsync(socket);
            while (await ReadLineAsync(stream) is { } line)
            {
                _commands.Enqueue(line);
                if (!await AnswerAsync(stream, line.Split(' ')))
                    return;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The other side has gone, or this one dies.
        }
        finally
        {
            _open.TryRemove(socket, out _);
        }
    }

    private async Task<Stream> StreamAsync(Socket socket)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (_certificate is null)
            return plain;
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(_certificate);
        return secure;
    }

    private async Task<bool> AnswerAsync(Stream stream, string[] command)
    {
        byte[] value = [];
        if (command[0] == "set")
        {
            value = new byte[int.Parse(command[4], System.Globalization.CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(value);
            await ReadLineAsync(stream);
        }

        switch (Mood)
        {
            case MemcachedMood.Silent:
                return true;
            case MemcachedMood.HangsUp:
                return false;
            case MemcachedMood.Garbage:
                return await WriteAsync(stream, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            case MemcachedMood.Endless:
                return await WriteAsync(stream, new string('x', 100_000));
            case MemcachedMood.Huge:
                return await WriteAsync(stream, $"VALUE {command[1]} 0 2000000000\r\n");
            case MemcachedMood.OtherKey:
                return await WriteAsync(stream, "VALUE other 0 1\r\nx\r\nEND\r\n");
            case MemcachedMood.CutShort:
                return await WriteAsync(stream, $"VALUE {command[1]} 0 1000\r\nabc") && false;
            case MemcachedMood.Failing:
                return await WriteAsync(stream, "SERVER_ERROR gAAAAA-nova-token is what I was asked for\r\n");
        }

        switch (command[0])
        {
            case "get" when _values.TryGetValue(command[1], out var found):
                await WriteAsync(stream, $"VALUE {command[1]} 0 {found.Length}\r\n");
                await stream.WriteAsync(found);
                return await WriteAsync(stream, "\r\nEND\r\n");
            case "get":
                return await WriteAsync(stream, "END\r\n");
            case "set":
                _values[command[1]] = value;
                return await WriteAsync(stream, "STORED\r\n");
            case "delete":
                return await WriteAsync(stream, _values.TryRemove(command[1], out _) ? "DELETED\r\n" : "NOT_FOUND\r\n");
            default:
                return await WriteAsync(stream, "ERROR\r\n");
        }
    }

    private static async Task<bool> WriteAsync(Stream stream, string text)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        return true;
    }

    private static async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        return null;
    }
}
