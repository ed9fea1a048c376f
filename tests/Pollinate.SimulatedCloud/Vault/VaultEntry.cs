using System.Text.Json.Nodes;

namespace Pollinate.SimulatedCloud.Vault;

/// <summary>The newest version of a secret. Immutable.</summary>
internal sealed record VaultEntry(JsonObject Map, int Version, DateTimeOffset Created, DateTimeOffset? Deleted, bool IsDestroyed)
{
    public bool IsReadable => Deleted is null && !IsDestroyed;

    public JsonObject Metadata() => new()
    {
        ["created_time"] = Text(Created),
        ["custom_metadata"] = null,
        ["deletion_time"] = Deleted is { } deleted ? Text(deleted) : "",
        ["destroyed"] = IsDestroyed,
        ["version"] = Version,
    };

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", System.Globalization.CultureInfo.InvariantCulture);
}
