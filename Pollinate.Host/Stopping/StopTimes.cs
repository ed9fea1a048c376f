using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Stopping;

/// <summary>How long the parts of a stop may take; docs/reliability.md adds them up.</summary>
/// <param name="Delay">How long the daemon serves on, whoever is there.</param>
/// <param name="Rest">What requests may take once nobody can connect any longer.</param>
internal sealed record StopTimes(TimeSpan Delay, TimeSpan Rest)
{
    /// <summary>
    /// How long connections without a request are left open for one that is on its way. It is answered with
    /// <c>Connection: close</c>, so that the side that closes is the one that knows.
    /// </summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    /// <summary>How long providers and plugins may take to be disposed when nobody is served any longer.</summary>
    public static readonly TimeSpan End = TimeSpan.FromSeconds(4);

    public static StopTimes Of(ServerOptions options) => new(
        TimeSpan.FromSeconds(options.ShutdownDelay ?? 0),
        TimeSpan.FromSeconds(options.ShutdownTimeout ?? ServerOptions.DefaultShutdownTimeout));
}
