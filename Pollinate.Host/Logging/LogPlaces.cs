namespace Pollinate.Host.Logging;

/// <summary>Where the system's own logs listen.</summary>
internal sealed record LogPlaces
{
    /// <summary>Where syslog listens.</summary>
    public string Syslog { get; init; } = "/dev/log";

    /// <summary>Where systemd's journal listens (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/).</summary>
    public string Journal { get; init; } = "/run/systemd/journal/socket";
}
