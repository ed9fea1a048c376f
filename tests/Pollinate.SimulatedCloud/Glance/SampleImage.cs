namespace Pollinate.SimulatedCloud.Glance;

/// <summary>An image of the simulated Glance.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Properties">Its properties beside those that every image has.</param>
public sealed record SampleImage(string Id, string Name, IReadOnlyDictionary<string, string> Properties);
