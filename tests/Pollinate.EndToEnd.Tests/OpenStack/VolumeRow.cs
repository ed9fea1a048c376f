using System.Text.Json.Nodes;

namespace Pollinate.EndToEnd.Tests.OpenStack;

/// <summary>A bootable volume for Cinder's database, attached to a server and made from an image.</summary>
internal sealed record VolumeRow(string Name, string ProjectId, string ServerId, JsonObject ImageMetadata)
{
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["project_id"] = ProjectId,
        ["user_id"] = "7824ebc465594b7e92eb0cc1883b1c2e",
        ["server_id"] = ServerId,
        ["image_metadata"] = ImageMetadata.DeepClone(),
    };
}
