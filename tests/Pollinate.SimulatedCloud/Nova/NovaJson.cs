using System.Text.Json.Nodes;

namespace Pollinate.SimulatedCloud.Nova;

/// <summary>Nova's bodies, in the shape of the real one's.</summary>
internal static class NovaJson
{
    /// <param name="server">The server.</param>
    /// <param name="address">The cloud's address.</param>
    /// <param name="asAdmin">Whether to tell what administrators alone are told.</param>
    public static JsonObject Server(SampleServer server, string address, bool asAdmin)
    {
        var body = new JsonObject
        {
            ["id"] = server.Id,
            ["name"] = server.Name,
            ["status"] = "ACTIVE",
            ["tenant_id"] = server.ProjectId,
            ["user_id"] = SampleData.DemoUser.Id,
            ["metadata"] = new JsonObject(),
            ["hostId"] = "66061e430e61a382eb811ff4aeaad5ebbeef6cf4c69e69eb6330fc33",
            ["image"] = server.ImageId.Length == 0 ? "" : Reference(server.ImageId, $"{address}/compute/images/{server.ImageId}"),
            ["flavor"] = Reference("1", $"{address}/compute/flavors/1"),
            ["created"] = "2026-11-24T13:03:28Z",
            ["updated"] = "2026-11-24T14:26:58Z",
            ["addresses"] = new JsonObject(),
            ["accessIPv4"] = "",
            ["accessIPv6"] = "",
            ["links"] = new JsonArray(
                Link("self", $"{address}/compute/v2.1/servers/{server.Id}"), Link("bookmark", $"{address}/compute/servers/{server.Id}")),
            ["OS-DCF:diskConfig"] = "MANUAL",
            ["progress"] = null,
            ["OS-EXT-AZ:availability_zone"] = server.AvailabilityZone,
            ["config_drive"] = null,
            ["key_name"] = null,
            ["OS-SRV-USG:launched_at"] = null,
            ["OS-SRV-USG:terminated_at"] = null,
        };
        if (asAdmin)
        {
            body["OS-EXT-SRV-ATTR:host"] = server.Host;
            body["OS-EXT-SRV-ATTR:instance_name"] = "instance-00000001";
            body["OS-EXT-SRV-ATTR:hypervisor_hostname"] = server.Host;
        }

        body["OS-EXT-STS:task_state"] = null;
        body["OS-EXT-STS:vm_state"] = "active";
        body["OS-EXT-STS:power_state"] = 1;
        body["os-extended-volumes:volumes_attached"] = new JsonArray([.. server.VolumeIds.Select(id => new JsonObject { ["id"] = id })]);
        return new() { ["server"] = body };
    }

    private static JsonObject Reference(string id, string address) => new()
    {
        ["id"] = id,
        ["links"] = new JsonArray(Link("bookmark", address)),
    };

    private static JsonObject Link(string relation, string address) => new() { ["rel"] = relation, ["href"] = address };
}
