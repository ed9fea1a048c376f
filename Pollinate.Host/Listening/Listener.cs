using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.Stopping;
using Pollinate.Host.Tls;

namespace Pollinate.Host.Listening;

/// <summary>
/// Where the daemon serves, and how: the sockets that systemd has handed over, or the TCP addresses of <c>[server]</c>, and its
/// unix socket; TLS on what is TCP.
/// </summary>
/// <param name="Addresses">TCP addresses to listen on; none when sockets were handed over.</param>
/// <param name="Handed">The sockets that were handed over.</param>
/// <param name="UnixSocket">The path of a unix socket; null without.</param>
/// <param name="Tls">TLS on TCP; null without.</param>
/// <param name="MaxConnections">The most connections at one time.</param>
internal sealed record Listener(
    IReadOnlyList<IPEndPoint> Addresses, IReadOnlyList<HandedSocket> Handed, string? UnixSocket, ListenerTls? Tls, int MaxConnections)
{
    /// <summary>How many connections the system keeps until they are accepted, unless its own limit is lower.</summary>
    private const int Backlog = 4096;

    /// <summary>Has Kestrel refuse lines that end without a carriage return, which a proxy before it may take for one line.</summary>
    private const string StrictLineEnds = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    /// <summary>Everywhere it serves, as far as that is known before it does.</summary>
    public IEnumerable<EndPoint> EndPoints =>
    [
        .. Addresses,
        .. Handed.Select(socket => socket.EndPoint),
        .. UnixSocket is null ? [] : new EndPoint[] { new UnixDomainSocketEndPoint(UnixSocket) },
    ];

    /// <exception cref="StartException">Something stands against listening; it holds every reason.</exception>
    public static Listener Of(ConfigurationSnapshot snapshot, IReadOnlyList<HandedSocket> handed)
    {
        var server = snapshot.Bind<ServerOptions>();
        var unixSocket = string.IsNullOrEmpty(server.UnixSocket) ? null : server.UnixSocket;
        var problems = new List<string>(ListenChecks.Problems(snapshot, handed));
        if (unixSocket is not null && UnixSocketFile.Problem(unixSocket) is { } problem)
            problems.Add(problem);
        problems.AddRange(handed.Where(socket => socket.Name == HandedSockets.AdminName).Select(socket =>
            $"The socket {socket.EndPoint} that systemd has handed over is called '{socket.Name}', which is kept for another use; give it another FileDescriptorName=."));
        var tls = ListenerTls.Open(snapshot.Bind<SslOptions>(), problems);
        return problems.Count == 0
            ? new(handed.Count == 0 ? ListenAddress.Resolve(server) : [], handed, unixSocket, tls, Math.Min(server.MaxConnections ?? ServerOptions.DefaultMaxConnections, OpenFileLimit.Connections))
            : throw new StartException(problems);
    }

    /// <summary>Has the server listen.</summary>
    /// <param name="kestrel">The server.</param>
    /// <param name="drain">Counts the connections.</param>
    public void Listen(KestrelServerOptions kestrel, Drain drain)
    {
        // HTTP/1.1 and nothing else: Nova speaks nothing else, and what is not there has no holes.
        kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            drain.Watch(endpoint);
        });
        AppContext.SetSwitch(StrictLineEnds, true);
        ListenLimits.Set(kestrel.Limits, MaxConnections);
        foreach (var address in Addresses)
            kestrel.Listen(address, UseTls);
        foreach (var socket in Handed)
            kestrel.ListenHandle((ulong)socket.Descriptor, endpoint => UseTlsOnTcp(endpoint, socket));
        if (UnixSocket is not null)
            kestrel.ListenUnixSocket(UnixSocket);
    }

    /// <summary>Registers what the server needs for it.</summary>
    public void AddServices(IServiceCollection services)
    {
        services.Configure<SocketTransportOptions>(transport =>
        {
            transport.Backlog = Backlog;
            transport.CreateBoundListenSocket = endPoint => endPoint is UnixDomainSocketEndPoint file
                ? UnixSocketFile.Bind(file)
                : SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        });
        services.AddSingleton<GentleListeners>()
            .AddSingleton<IConnectionListenerFactory>(provider => provider.GetRequiredService<GentleListeners>());
        if (Tls is not null)
            services.AddSingleton(TimeProvider.System).AddSingleton(Tls).AddHostedService<CertificateWatch>();
    }

    private void UseTlsOnTcp(ListenOptions endpoint, HandedSocket socket)
    {
        if (socket.EndPoint is IPEndPoint)
            UseTls(endpoint);
    }

    private void UseTls(ListenOptions endpoint)
    {
        if (Tls is not null)
            endpoint.UseHttps(Tls.ForServer());
    }
}
