using System.Text.Json;

namespace Pollinate.Abstractions;

/// <summary>
/// An instance as Nova knows it (https://docs.openstack.org/api-ref/compute/#show-server-details). Immutable, safe for any
/// thread.
/// </summary>
/// <param name="Id">The instance's id.</param>
/// <param name="AvailabilityZone">The availability zone that it runs in, or null when Nova does not say.</param>
/// <param name="Host">The compute host that it runs on, or null: Nova tells it to administrators alone.</param>
/// <param name="AttachedVolumeIds">The ids of the volumes attached to it, in Nova's order.</param>
/// <param name="Json">The server as Nova gave it: an object.</param>
public sealed record Server(
    string Id,
    string? AvailabilityZone,
    string? Host,
    IReadOnlyList<string> AttachedVolumeIds,
    JsonElement Json);
