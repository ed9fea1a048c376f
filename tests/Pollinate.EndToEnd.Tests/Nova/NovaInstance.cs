using System.Text;
using System.Text.Json.Nodes;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Nova;

/// <summary>An instance as Nova's own object takes it.</summary>
internal sealed record NovaInstance(string ProjectId)
{
    public string Id { get; init; } = "71cc07f8-5063-4922-ac52-d90d6a23043a";

    /// <summary>Empty when it boots from a volume.</summary>
    public string ImageId { get; init; } = "b7b284c1-2c78-4643-acd8-f4488082419c";

    public string Hostname { get; init; } = "guest-1";

    /// <summary>In base64, as Nova has it.</summary>
    public static string UserData { get; } = Marks.Add(
        "the user-data", Convert.ToBase64String(Encoding.UTF8.GetBytes($"#cloud-config\npassword: {Marks.New("the guest's password")}\n")));

    public string ToJson() => new JsonObject
    {
        ["project_id"] = ProjectId,
        ["uuid"] = Id,
        ["image_ref"] = ImageId,
        ["user_data"] = UserData,
        ["hostname"] = Hostname,
        ["metadata"] = new JsonObject { ["role"] = "web" },
        ["system_metadata"] = new JsonObject { ["boot_roles"] = "member,reader" },
    }.ToJsonString();
}
