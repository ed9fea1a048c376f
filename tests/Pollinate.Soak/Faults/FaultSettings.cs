namespace Pollinate.Soak.Faults;

/// <summary>What to run.</summary>
/// <param name="Daemon">The daemon's executable; the shipped plugins lie beside it.</param>
/// <param name="Plugins">The folder with the projects of the plugins for tests.</param>
/// <param name="Configuration">The configuration that they were built in.</param>
/// <param name="IsPart">Run some cells only, with every fault and every back end among them.</param>
/// <param name="Only">Run those cells only whose fault or back end has this in its name; null for all.</param>
/// <param name="FaultTime">How long each fault lasts.</param>
/// <param name="Slack">By how much an answer may be later than the budget: what a busy machine takes to hand it over.</param>
internal sealed record FaultSettings(
    string Daemon, string Plugins, string Configuration, bool IsPart, string? Only, TimeSpan FaultTime, TimeSpan Slack)
{
    /// <summary><c>[DEFAULT] request_timeout</c>, as it is unless something else is configured.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);

    /// <summary>How long one call may take.</summary>
    public const int CallSeconds = 2;

    /// <summary>The longest that anything may be missing after the fault has ended.</summary>
    public static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(15);

    private const int Diagonals = 7;
    private const int SecondDiagonal = 3;

    /// <summary>The providers, in order.</summary>
    public static IReadOnlyList<string> Providers { get; } =
        ["test", "project_info", "cloudstor", "nvidia_vgpu", "crowdstrike", "windows_product_key", "b_server", "c_image", "e_secret"];

    /// <summary>The faults that a back end is put to.</summary>
    public IReadOnlyList<Trouble> TroublesOf(BackEnd backEnd) =>
        [.. Trouble.All.Where((trouble, index) => IsWanted(backEnd, trouble, index))];

    /// <summary>The built output of a plugin.</summary>
    public string Built(string project) => Path.Combine(Plugins, project, "bin", Configuration, "net10.0");

    private bool IsWanted(BackEnd backEnd, Trouble trouble, int index)
    {
        var diagonal = (index + BackEnd.All.ToList().IndexOf(backEnd)) % Diagonals;
        return (!IsPart || diagonal is 0 or SecondDiagonal)
            && (Only is null
                || trouble.Name.Contains(Only, StringComparison.OrdinalIgnoreCase)
                || backEnd.Title.Contains(Only, StringComparison.OrdinalIgnoreCase));
    }
}
