namespace Pollinate.Host.Admin;

/// <summary>What the status page shows, and what programs get. Nothing secret is in it.</summary>
internal sealed record StatusReport
{
    public required string Version { get; init; }

    public required string Runtime { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required long UptimeSeconds { get; init; }

    public required IReadOnlyList<string> Listeners { get; init; }

    public required int Generation { get; init; }

    public required int GenerationsEnding { get; init; }

    public required int PluginContextsInUse { get; init; }

    public required int PluginContextsUnloaded { get; init; }

    public required int RequestsInFlight { get; init; }

    /// <summary>Requests for vendordata.</summary>
    public required StatusRecent Requests { get; init; }

    /// <summary>In the order in which they run.</summary>
    public required IReadOnlyList<StatusProvider> Providers { get; init; }

    public required IReadOnlyList<StatusCache> Caches { get; init; }

    public required IReadOnlyList<StatusCacheServer> SharedCache { get; init; }

    /// <summary>The newest first.</summary>
    public required IReadOnlyList<StatusReload> Reloads { get; init; }
}
