namespace Pollinate.Host.Admin;

/// <summary>One provider.</summary>
internal sealed record StatusProvider
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    /// <summary>The version of its plugin.</summary>
    public required string Version { get; init; }

    /// <summary>"serving", "left out" or "being tried".</summary>
    public required string State { get; init; }

    public required bool Required { get; init; }

    /// <summary>Since the start of the daemon.</summary>
    public required long Calls { get; init; }

    /// <inheritdoc cref="Calls"/>
    public required long Failures { get; init; }

    public required int InProgress { get; init; }

    public required int Waiting { get; init; }

    public required StatusRecent Recent { get; init; }

    public required DateTimeOffset? LastFailureAt { get; init; }

    public required string? LastFailure { get; init; }
}
