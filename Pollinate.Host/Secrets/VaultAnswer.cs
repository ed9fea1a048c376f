using System.Text.Json;

namespace Pollinate.Host.Secrets;

/// <summary>What Vault answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body; undefined when it is no JSON and the status is an error.</param>
internal readonly record struct VaultAnswer(int Status, JsonElement Body);
