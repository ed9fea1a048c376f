using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Lookups;

/// <summary>Instances of Nova: <c>GET /servers/{id}</c>, without a microversion, as the original asks.</summary>
internal sealed class ServerSource(ResourceReader reader) : IResourceSource<Server>
{
    public async Task<Server?> FetchAsync(string id, CancellationToken cancellationToken) =>
        await reader.FindAsync("compute", "servers", "server", id, ["id"], cancellationToken) is { } server
            ? new(
                JsonText.Of(server, "id")!,
                TextOrNull(server, "OS-EXT-AZ:availability_zone"),
                TextOrNull(server, "OS-EXT-SRV-ATTR:host"),
                ReadVolumes(server),
                server)
            : null;

    /// <summary>Before an instance is scheduled these are null or empty.</summary>
    private static string? TextOrNull(JsonElement server, string property) =>
        JsonText.Of(server, property) is { Length: > 0 } text ? text : null;

    private static List<string> ReadVolumes(JsonElement server)
    {
        var ids = new List<string>();
        if (!server.TryGetProperty("os-extended-volumes:volumes_attached", out var volumes) || volumes.ValueKind != JsonValueKind.Array)
            return ids;
        foreach (var volume in volumes.EnumerateArray())
        {
            if (JsonText.Of(volume, "id") is { Length: > 0 } id)
                ids.Add(id);
        }

        return ids;
    }
}
