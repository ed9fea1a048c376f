using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Pollinate.Host.Text;

namespace Pollinate.Host.Systemd;

/// <summary>
/// Tells systemd how the daemon does, by the protocol of <c>Type=notify</c>
/// (https://www.freedesktop.org/software/systemd/man/sd_notify.html): datagrams to <c>NOTIFY_SOCKET</c>. Without one it tells
/// nobody. A message that can't be sent stops nothing. Safe for any thread.
/// </summary>
internal sealed class Notifier : IDisposable
{
    private const string SocketVariable = "NOTIFY_SOCKET";
    private const string WatchdogVariable = "WATCHDOG_USEC";
    private const string WatchdogProcessVariable = "WATCHDOG_PID";
    private const int SendMilliseconds = 5000;

    private readonly Socket? _socket;
    private readonly Func<string, string> _redact;
    private volatile string? _failure;

    /// <param name="address">The value of <c>NOTIFY_SOCKET</c>: a path, or <c>@</c> and an abstract name; null without.</param>
    /// <param name="watchdogTime">How long systemd waits for a sign of life; null when for ever.</param>
    /// <param name="redact">Takes secrets out of a status.</param>
    public Notifier(string? address, TimeSpan? watchdogTime, Func<string, string> redact)
    {
        WatchdogTime = watchdogTime;
        _redact = redact;
        if (string.IsNullOrEmpty(address))
            return;
        _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = SendMilliseconds };
        try
        {
            _socket.Connect(new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address));
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            _failure = exception.Message;
        }
    }

    /// <summary>How long systemd waits for a sign of life before it restarts the daemon; null when it waits for none.</summary>
    public TimeSpan? WatchdogTime { get; }

    /// <summary>Why systemd could not be told the last message that it was not told; null when it was told all.</summary>
    public string? Failure => _failure;

    /// <summary>
    /// The one that has started this process. The variables that say so are gone with that: no process of a plugin's is to speak
    /// for the daemon.
    /// </summary>
    public static Notifier OfProcess(Func<string, string> redact)
    {
        var (socket, time, process) = (Take(SocketVariable), Number(Take(WatchdogVariable)), Number(Take(WatchdogProcessVariable)));
        var isMeant = time > 0 && (process is null || process == Environment.ProcessId);
        return new(socket, isMeant ? TimeSpan.FromMicroseconds(time!.Value) : null, redact);
    }

    /// <summary>The daemon does something that takes a while.</summary>
    public void Tell(string status) => Send(Status(status));

    /// <summary>The daemon serves.</summary>
    public void TellReady(string status) => Send($"READY=1\n{Status(status)}");

    /// <summary>The daemon reads its configuration anew.</summary>
    public void TellReloading(string status)
    {
        // The stopwatch's clock is the one that systemd wants: CLOCK_MONOTONIC.
        var now = (long)(Stopwatch.GetTimestamp() * (1_000_000.0 / Stopwatch.Frequency));
        Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={now}\n{Status(status)}"));
    }

    /// <summary>The daemon stops.</summary>
    /// <param name="status">How.</param>
    /// <param name="longest">How long that may take, whatever the unit's <c>TimeoutStopSec=</c> says.</param>
    public void TellStopping(string status, TimeSpan longest) => Send(string.Create(
        CultureInfo.InvariantCulture, $"STOPPING=1\nEXTEND_TIMEOUT_USEC={(long)longest.TotalMicroseconds}\n{Status(status)}"));

    /// <summary>The daemon is alive.</summary>
    public void TellAlive() => Send("WATCHDOG=1");

    public void Dispose() => _socket?.Dispose();

    private static string? Take(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, null);
        return value;
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string Status(string text) => $"STATUS={OneLine.Of(_redact(text))}";

    private void Send(string message)
    {
        if (_socket is not { Connected: true })
            return;
        try
        {
            _socket.Send(System.Text.Encoding.UTF8.GetBytes(message));
        }
        catch (SocketException exception)
        {
            _failure = exception.Message;
        }
        catch (ObjectDisposedException)
        {
            // The daemon has ended.
        }
    }
}
