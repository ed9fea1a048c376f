using System.Net;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Listening;

namespace Pollinate.Host.Hosting;

/// <summary>What stands against listening where the configuration says, and what is worth a word.</summary>
internal static class ListenChecks
{
    /// <param name="snapshot">The configuration.</param>
    /// <param name="handed">The sockets that systemd has handed over, which take the place of the addresses of <c>[server]</c>.</param>
    public static IReadOnlyList<string> Problems(ConfigurationSnapshot snapshot, IReadOnlyList<HandedSocket> handed)
    {
        var problems = new List<string>();
        var server = handed.Count > 0
            ? [.. handed.Select(socket => socket.EndPoint).OfType<IPEndPoint>()]
            : Resolve(() => ListenAddress.Resolve(snapshot.Bind<ServerOptions>()), problems);
        var options = snapshot.Bind<AdminOptions>();
        var admin = options.Enabled ? Resolve(() => ListenAddress.Resolve(options), problems) : [];
        if (admin.FirstOrDefault(address => server.Any(other => Overlap(address, other))) is { } taken)
            problems.Add($"[admin] port: {taken.Port} is [server] port, too, and at the same address; choose another one.");
        if (UnauthenticatedListener(snapshot, server) is { } problem)
            problems.Add(problem);
        return problems;
    }

    /// <summary>Tells whether strangers could be anybody.</summary>
    /// <param name="asked">What is to come into force.</param>
    /// <param name="listening">Where the daemon listens, which no reload changes.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? UnauthenticatedListener(ConfigurationSnapshot asked, IEnumerable<EndPoint> listening)
    {
        var strategy = asked.Bind<DefaultOptions>().AuthStrategy;
        return !asked.Bind<ServerOptions>().InsecureNoauth && OpenTo(strategy, listening) is { } address
            ? $"[DEFAULT] auth_strategy: with {strategy} whoever reaches {address} can be anybody. Set auth_strategy = keystone, or [server] host = 127.0.0.1 and restart, or, if nobody but Nova reaches it, [server] insecure_noauth = true."
            : null;
    }

    public static IEnumerable<string> Warnings(ConfigurationSnapshot snapshot)
    {
        var server = snapshot.Bind<ServerOptions>();
        if (server.InsecureNoauth && OpenTo(snapshot.Bind<DefaultOptions>().AuthStrategy, Resolve(() => ListenAddress.Resolve(server), [])) is { } address)
            yield return $"[server] insecure_noauth: whoever reaches {address} can be anybody; let only Nova reach it.";
        if (OpenFileLimit.Connections is var most && most < (server.MaxConnections ?? ServerOptions.DefaultMaxConnections))
            yield return $"[server] max_connections: the limit of open files allows {most} connections and no more; raise LimitNOFILE= of the unit (ulimit -n), or set max_connections lower.";
        var admin = snapshot.Bind<AdminOptions>();
        if (admin.Enabled && Resolve(() => ListenAddress.Resolve(admin), []).FirstOrDefault(IsOpen) is { } open)
            yield return $"[admin] host: whoever reaches {open} is told the reasons of the daemon's health without a token; set it to a loopback address, or let only the monitoring reach it.";
    }

    /// <summary>The address by which others could come in unauthenticated, or null.</summary>
    private static IPEndPoint? OpenTo(string strategy, IEnumerable<EndPoint> listening) => strategy == DefaultOptions.KeystoneStrategy
        ? null
        : listening.OfType<IPEndPoint>().FirstOrDefault(IsOpen);

    private static bool IsOpen(IPEndPoint address) => !IPAddress.IsLoopback(address.Address);

    private static bool Overlap(IPEndPoint one, IPEndPoint other) =>
        one.Port == other.Port && one.Port != 0 && (one.Address.Equals(other.Address) || IsAny(one.Address) || IsAny(other.Address));

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IReadOnlyList<IPEndPoint> Resolve(Func<IReadOnlyList<IPEndPoint>> resolve, List<string> problems)
    {
        try
        {
            return resolve();
        }
        catch (StartException exception)
        {
            problems.AddRange(exception.Errors);
            return [];
        }
    }
}
