using System.Text.Json;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Secrets.Vault;

/// <summary>What Vault answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body; undefined when it is no JSON and the status is an error.</param>
internal readonly record struct VaultAnswer(int Status, JsonElement Body)
{
    /// <summary>How long Vault asks to be left alone, or null when it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether it has the shape of Vault's own answers. A 404 without it comes from something in between, such as the
    /// default page of an ingress whose Vault is down.
    /// </summary>
    public bool IsOfVault =>
        Body.ValueKind == JsonValueKind.Object && (Body.TryGetProperty("errors", out _) || Body.TryGetProperty("data", out _));

    /// <summary>The object <c>data</c>, or null.</summary>
    public JsonElement? Data => JsonText.ObjectOf(Body, "data");
}
