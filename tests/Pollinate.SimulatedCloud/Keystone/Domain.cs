namespace Pollinate.SimulatedCloud.Keystone;

/// <summary>A domain of the simulated Keystone.</summary>
public sealed record Domain(string Id, string Name);
