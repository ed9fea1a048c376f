namespace Pollinate.SimulatedCloud.Nova;

/// <summary>An instance of the simulated Nova.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ProjectId">The project that owns it.</param>
/// <param name="ImageId">The image that it boots from; empty when it boots from a volume.</param>
/// <param name="AvailabilityZone">Its availability zone; null before it is scheduled.</param>
/// <param name="Host">Its compute host; null before it is scheduled.</param>
/// <param name="VolumeIds">The volumes attached to it.</param>
public sealed record SampleServer(
    string Id,
    string Name,
    string ProjectId,
    string ImageId,
    string? AvailabilityZone,
    string? Host,
    IReadOnlyList<string> VolumeIds);
