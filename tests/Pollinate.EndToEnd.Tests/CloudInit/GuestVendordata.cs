using System.Text.Json.Nodes;

namespace Pollinate.EndToEnd.Tests.CloudInit;

/// <summary>What a guest makes of its vendordata.</summary>
/// <param name="Raw">What cloud-init would run: a text or a list, or null for nothing.</param>
/// <param name="Config">The text as the cloud-config that cloud-init takes it for, or null.</param>
internal sealed record GuestVendordata(JsonNode? Raw, JsonNode? Config);
