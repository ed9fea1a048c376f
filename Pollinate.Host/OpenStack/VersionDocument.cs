using System.Collections.Frozen;
using System.Text.Json;

namespace Pollinate.Host.OpenStack;

/// <summary>
/// Finds version 3 in what Keystone answers at its root or at <c>/v3</c>
/// (https://docs.openstack.org/api-ref/identity/v3/#api-versions).
/// </summary>
internal static class VersionDocument
{
    private static readonly FrozenSet<string> UsableStatuses =
        FrozenSet.ToFrozenSet(["stable", "current", "supported", "deprecated"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The base of version 3's addresses.</summary>
    /// <param name="document">The answer.</param>
    /// <param name="askedAt">
    /// Where it was asked for. The link in the document counts only for its path: behind a proxy its host is often one
    /// that cannot be reached, and tokens go to no host but the configured one.
    /// </param>
    /// <returns>The address without a slash at its end, or null when the document names no version 3 in use.</returns>
    public static string? FindVersion3(JsonElement document, Uri askedAt)
    {
        foreach (var version in VersionsOf(document))
        {
            if (JsonText.Of(version, "id") is { } id && IsVersion3(id)
                && UsableStatuses.Contains(JsonText.Of(version, "status") ?? "")
                && SelfLinkOf(version) is { } link
                && Uri.TryCreate(WithSlash(askedAt), link, out var target)
                // Of another scheme it may be anything, and behind the host it would make the name of another host.
                && target.AbsolutePath.StartsWith('/'))
            {
                return (askedAt.GetLeftPart(UriPartial.Authority) + target.AbsolutePath).TrimEnd('/');
            }
        }

        return null;
    }

    private static bool IsVersion3(string id) =>
        id == "v3" || id.StartsWith("v3.", StringComparison.Ordinal);

    // Keystone's root has a list in an object, its /v3 has one version, other services have a bare list.
    private static JsonElement[] VersionsOf(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
            return [];
        if (document.TryGetProperty("version", out var version))
            return [version];
        if (!document.TryGetProperty("versions", out var versions))
            return [];
        if (versions.ValueKind == JsonValueKind.Object && versions.TryGetProperty("values", out var values))
            versions = values;
        return versions.ValueKind == JsonValueKind.Array ? [.. versions.EnumerateArray()] : [];
    }

    private static string? SelfLinkOf(JsonElement version)
    {
        if (version.ValueKind != JsonValueKind.Object || !version.TryGetProperty("links", out var links) || links.ValueKind != JsonValueKind.Array)
            return null;

        foreach (var link in links.EnumerateArray())
        {
            if (JsonText.Of(link, "rel") == "self")
                return JsonText.Of(link, "href");
        }

        return null;
    }

    // A relative link counts from the whole address, not from the folder above it.
    private static Uri WithSlash(Uri address) => new(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
}
