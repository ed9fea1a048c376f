namespace Pollinate.SimulatedCloud.Keystone;

/// <summary>A project of the simulated Keystone.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ComputeZones">A property of the operator's own, or null.</param>
public sealed record SampleProject(string Id, string Name, string? ComputeZones);
