using System.Net;
using System.Net.NetworkInformation;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.Listening;

namespace Pollinate.Host.Commands.Checking;

/// <summary>Checks where the daemon would listen. Nothing is bound for that: a daemon that runs or starts is in no way.</summary>
internal static class ListenerCheck
{
    private const string Name = "Listener";

    /// <param name="snapshot">The configuration.</param>
    public static CheckRow Run(ConfigurationSnapshot snapshot)
    {
        try
        {
            var listener = Listener.Of(snapshot, []);
            var admin = snapshot.Bind<AdminOptions>();
            List<IPEndPoint> addresses = [.. listener.Addresses, .. admin.Enabled ? ListenAddress.Resolve(admin) : []];
            var flaw = listener.Tls?.Flaw(TimeProvider.System.GetUtcNow());
            return CheckRow.Of(
                Name,
                [],
                [.. ListenChecks.Warnings(snapshot), .. flaw is null ? [] : new[] { flaw }, .. Foreign(addresses)],
                [Describe(listener, admin), .. Taken(addresses)]);
        }
        catch (StartException exception)
        {
            return CheckRow.Of(Name, exception.Errors, [.. ListenChecks.Warnings(snapshot)]);
        }
    }

    private static string Describe(Listener listener, AdminOptions admin)
    {
        string[] places =
        [
            .. listener.Addresses.Select(address => $"{address}{(listener.Tls is null ? "" : " with TLS")}"),
            .. listener.UnixSocket is null ? [] : new[] { listener.UnixSocket },
            .. admin.Enabled ? ListenAddress.Resolve(admin).Select(address => $"{address} for operators") : [],
        ];
        return $"{string.Join(", ", places)}; sockets that systemd hands over take the place of TCP addresses.";
    }

    /// <summary>In use is what a daemon that runs has, so it is no fault.</summary>
    private static IEnumerable<string> Taken(List<IPEndPoint> addresses)
    {
        var listening = Ask(() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners());
        IPEndPoint[] taken = [.. addresses.Where(address => address.Port != 0 && listening.Any(other => other.Port == address.Port && Overlap(address.Address, other.Address)))];
        if (taken.Length > 0)
            yield return $"In use at the moment, by a daemon that runs or by something else: {string.Join(", ", taken.Select(address => address.ToString()))}.";
    }

    /// <summary>A warning, and no more: an address may come later, and the system may allow to listen at one that is not there.</summary>
    private static IEnumerable<string> Foreign(List<IPEndPoint> addresses)
    {
        IPAddress[] own = [.. Ask(() => NetworkInterface.GetAllNetworkInterfaces().SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(one => one.Address).ToArray())];
        return own.Length == 0 ? [] :
            from address in addresses.Select(address => address.Address).Distinct()
            where !IsAny(address) && !IPAddress.IsLoopback(address) && !own.Any(other => SameAddress(other, address))
            select $"{address} is no address of this machine at the moment, so that the daemon could not listen there; set host to one that is, or to 0.0.0.0.";
    }

    private static bool SameAddress(IPAddress one, IPAddress other) => one.GetAddressBytes().AsSpan().SequenceEqual(other.GetAddressBytes());

    private static bool Overlap(IPAddress one, IPAddress other) => one.Equals(other) || IsAny(one) || IsAny(other);

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static T[] Ask<T>(Func<T[]> ask)
    {
        try
        {
            return ask();
        }
        catch (NetworkInformationException)
        {
            // Where the system does not say, nothing is said of it.
            return [];
        }
    }
}
