namespace Pollinate.Harness;

/// <summary>What to measure.</summary>
/// <param name="Daemon">The published daemon's executable.</param>
/// <param name="Plugins">The folder with the published plugins.</param>
/// <param name="Floor">The executable that it is measured against.</param>
/// <param name="Cloud">The simulated cloud's executable.</param>
/// <param name="Gauge">The startup hook that tells what a process allocates.</param>
/// <param name="Output">The folder for the report.</param>
/// <param name="IsQuick">Whether less, shorter and rougher measurements will do.</param>
/// <param name="Compare">An earlier report, or null.</param>
/// <param name="Rows">The names of the rows to measure; empty for all.</param>
/// <param name="Pictures">The folder to draw pictures into, or null for none.</param>
internal sealed record HarnessSettings(
    string Daemon,
    string Plugins,
    string Floor,
    string Cloud,
    string Gauge,
    string Output,
    bool IsQuick,
    string? Compare,
    IReadOnlyList<string> Rows,
    string? Pictures);
