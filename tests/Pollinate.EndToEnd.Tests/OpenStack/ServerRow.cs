using System.Text.Json.Nodes;

namespace Pollinate.EndToEnd.Tests.OpenStack;

/// <summary>A server for Nova's databases, booted from an image or from a volume.</summary>
internal sealed record ServerRow(string Id, string Name, string ProjectId, string Host, string AvailabilityZone)
{
    public string? ImageId { get; init; }

    public string? VolumeId { get; init; }

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["project_id"] = ProjectId,
        ["user_id"] = "7824ebc465594b7e92eb0cc1883b1c2e",
        ["host"] = Host,
        ["availability_zone"] = AvailabilityZone,
        ["image_id"] = ImageId,
        ["volume_id"] = VolumeId,
    };
}
