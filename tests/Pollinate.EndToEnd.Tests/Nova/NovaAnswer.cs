using System.Text.Json.Nodes;

namespace Pollinate.EndToEnd.Tests.Nova;

/// <summary>What came of Nova's asking.</summary>
/// <param name="Vendordata">What the guest would find in <c>vendor_data2.json</c>; null when the boot would fail.</param>
/// <param name="Log">What Nova logged.</param>
internal sealed record NovaAnswer(JsonObject? Vendordata, string Log);
