namespace Pollinate.SimulatedCloud.Cinder;

/// <summary>A volume of the simulated Cinder.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsBootable">Whether a server can boot from it.</param>
/// <param name="ImageMetadata">What it has of the image that it was made from; null when the answer is to have none.</param>
public sealed record SampleVolume(
    string Id, string Name, bool IsBootable, IReadOnlyDictionary<string, string>? ImageMetadata);
