namespace Pollinate.Host.Commands.Checking;

/// <summary>How <c>nova-pollinate check</c> checks.</summary>
internal sealed record CheckSettings
{
    public const double DefaultSeconds = 10;

    /// <summary>Print JSON in place of the table.</summary>
    public bool Json { get; init; }

    /// <summary>Nothing is asked over the network.</summary>
    public bool Offline { get; init; }

    /// <summary>A warning has a say in the exit code.</summary>
    public bool Strict { get; init; }

    /// <summary>How long each service may take to answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(DefaultSeconds);
}
