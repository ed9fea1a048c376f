namespace Pollinate.SimulatedCloud.Keystone;

/// <summary>A user of the simulated Keystone.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Roles">Its roles by project id, or by <see cref="System"/>.</param>
public sealed record SampleUser(string Id, string Name, Dictionary<string, string[]> Roles)
{
    /// <summary>Stands in for a project id where the whole system is the scope.</summary>
    public const string System = "system";
}
