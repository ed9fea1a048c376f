namespace Pollinate.Soak.Steady;

/// <summary>What to run.</summary>
/// <param name="Daemon">The daemon's executable; the shipped plugins lie beside it.</param>
/// <param name="Plugins">The folder with the projects of the plugins for tests.</param>
/// <param name="Configuration">The configuration that they were built in.</param>
/// <param name="Time">How long.</param>
/// <param name="Rate">Requests a second, whatever comes of them.</param>
/// <param name="ReloadEvery">From one reload to the next.</param>
/// <param name="FaultEvery">From the beginning of one fault to that of the next.</param>
/// <param name="FaultTime">How long each lasts.</param>
/// <param name="Slack">By how much an answer may be later than the budget: what a busy machine takes to hand it over.</param>
/// <param name="Seed">What the faults are chosen by.</param>
internal sealed record SoakSettings(
    string Daemon,
    string Plugins,
    string Configuration,
    TimeSpan Time,
    int Rate,
    TimeSpan ReloadEvery,
    TimeSpan FaultEvery,
    TimeSpan FaultTime,
    TimeSpan Slack,
    int Seed)
{
    /// <summary>Of the time, before memory and the like are looked at.</summary>
    public const double WarmUpPart = 0.2;

    /// <summary>From one look at memory and the like to the next.</summary>
    public TimeSpan SampleEvery => Time / 120 > TimeSpan.FromSeconds(1) ? Time / 120 : TimeSpan.FromSeconds(1);

    /// <summary>The built output of a plugin.</summary>
    public string Built(string project) => Path.Combine(Plugins, project, "bin", Configuration, "net10.0");
}
