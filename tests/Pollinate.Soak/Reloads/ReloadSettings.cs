namespace Pollinate.Soak.Reloads;

/// <summary>What to run.</summary>
/// <param name="Daemon">The daemon's executable.</param>
/// <param name="Plugins">The folder with the projects of the plugins.</param>
/// <param name="Configuration">The configuration that they were built in.</param>
/// <param name="Reloads">How many reloads.</param>
/// <param name="LeastTime">The least time of the load.</param>
/// <param name="WarmUp">How long the load lasts before the first reload: a daemon that is reloaded has served before.</param>
/// <param name="Connections">How many connections ask all the time.</param>
internal sealed record ReloadSettings(string Daemon, string Plugins, string Configuration, int Reloads, TimeSpan LeastTime, TimeSpan WarmUp, int Connections)
{
    /// <summary>The built output of a plugin.</summary>
    public string Built(string project) => Path.Combine(Plugins, project, "bin", Configuration, "net10.0");
}
