using System.Net.Sockets;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Caching;

/// <summary>Debian's memcached or Redis on a port of 127.0.0.1, which can die, hang and return there.</summary>
internal sealed class CacheProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _program;
    private readonly string[] _arguments;
    private readonly IReadOnlyDictionary<string, string?>? _environment;
    private ChildProcess? _process;

    private CacheProcess(string program, int port, string[] arguments, IReadOnlyDictionary<string, string?>? environment)
    {
        _program = program;
        Port = port;
        _arguments = arguments;
        _environment = environment;
    }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>memcached in memory, with what arguments say.</summary>
    public static Task<CacheProcess> MemcachedAsync(params string[] arguments) => MemcachedAsync(null, arguments);

    /// <summary>memcached in memory, with what arguments and environment say.</summary>
    public static Task<CacheProcess> MemcachedAsync(IReadOnlyDictionary<string, string?>? environment, params string[] arguments)
    {
        var port = FreePort.Find();
        return StartAsync(new("/usr/bin/memcached", port, ["-u", "root", "-l", "127.0.0.1", "-p", $"{port}", "-U", "0", .. arguments], environment));
    }

    /// <summary>Redis in memory, with what arguments say.</summary>
    public static Task<CacheProcess> RedisAsync(params string[] arguments)
    {
        var port = FreePort.Find();
        return StartAsync(new("/usr/bin/redis-server", port, ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", .. arguments], null));
    }

    /// <summary>Redis with nothing but TLS, with what arguments say.</summary>
    public static Task<CacheProcess> RedisWithTlsAsync(params string[] arguments)
    {
        var port = FreePort.Find();
        return StartAsync(new("/usr/bin/redis-server", port, ["--port", "0", "--tls-port", $"{port}", "--bind", "127.0.0.1", "--save", "", .. arguments], null));
    }

    public async Task StartAsync()
    {
        _process = ChildProcess.Start(_program, _arguments, _environment);
        await Eventually.WaitForAsync($"{_program} to listen", Patience, async () =>
        {
            if (_process.HasEnded)
                throw new InvalidOperationException($"{_program} ended:\n{_process.Output}\n{_process.Errors}");
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }

    /// <summary>Kills it, with all that it holds.</summary>
    public async Task DieAsync()
    {
        await _process!.SignalAsync("KILL");
        await _process.WaitAsync(Patience);
    }

    /// <summary>From now on connections are accepted, by the system, and nothing is answered.</summary>
    public Task HangAsync() => _process!.SignalAsync("STOP");

    public Task GoOnAsync() => _process!.SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        await _process.SignalAsync("CONT");
        await _process.DisposeAsync();
    }

    private static async Task<CacheProcess> StartAsync(CacheProcess server)
    {
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
