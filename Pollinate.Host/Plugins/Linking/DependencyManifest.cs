using System.Text.Json;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>
/// Reads over a plugin's <c>.deps.json</c> before the runtime does. The runtime trusts it: a value of another kind than it
/// expects ends the process.
/// </summary>
internal static class DependencyManifest
{
    /// <exception cref="FormatException">It is no JSON, or none that the runtime can read; the message says where.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static void Check(string path)
    {
        // Of two members with the same name the runtime may take the other one.
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path), options);
            CheckRoot(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for a text that is no Unicode.
            throw new FormatException(exception.Message, exception);
        }
    }

    private static void CheckRoot(JsonElement root)
    {
        Require(root, JsonValueKind.Object, "the whole");
        var target = Member(root, "runtimeTarget", "the whole");
        if (target.ValueKind != JsonValueKind.String)
            target = Member(Require(target, JsonValueKind.Object, "runtimeTarget"), "name", "runtimeTarget");
        Require(target, JsonValueKind.String, "runtimeTarget");

        var targets = Require(Member(root, "targets", "the whole"), JsonValueKind.Object, "targets");
        Member(targets, target.GetString()!, "targets");
        foreach (var library in targets.EnumerateObject().SelectMany(each => (IEnumerable<JsonProperty>)Members(each.Value, each.Name)))
            CheckAssets(library.Value, library.Name);

        foreach (var library in Members(Member(root, "libraries", "the whole"), "libraries"))
        {
            Require(library.Value, JsonValueKind.Object, library.Name);
            Require(Member(library.Value, "type", library.Name), JsonValueKind.String, "type");
            RequireTextIfThere(library.Value, "path", "hashPath", "runtimeStoreManifestName");
            if (Member(library.Value, "serviceable", library.Name).ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                throw new FormatException($"'serviceable' of '{library.Name}' is no boolean");
            Require(Member(library.Value, "sha512", library.Name), JsonValueKind.String, "sha512");
        }

        if (!root.TryGetProperty("runtimes", out var runtimes))
            return;
        foreach (var runtime in Members(runtimes, "runtimes"))
        {
            foreach (var fallback in Require(runtime.Value, JsonValueKind.Array, runtime.Name).EnumerateArray())
                Require(fallback, JsonValueKind.String, runtime.Name);
        }
    }

    private static void CheckAssets(JsonElement library, string name)
    {
        Require(library, JsonValueKind.Object, name);
        foreach (var kind in new[] { "runtime", "resources", "native", "runtimeTargets" })
        {
            if (!library.TryGetProperty(kind, out var assets))
                continue;
            foreach (var asset in Members(assets, kind))
            {
                RequireTextIfThere(Require(asset.Value, JsonValueKind.Object, asset.Name), "assemblyVersion", "fileVersion");
                RequireShortNumbers(asset.Value, "assemblyVersion", "fileVersion");
                if (kind != "runtimeTargets")
                    continue;
                foreach (var needed in new[] { "rid", "assetType" })
                    Require(Member(asset.Value, needed, asset.Name), JsonValueKind.String, needed);
            }
        }
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement element, string name) =>
        Require(element, JsonValueKind.Object, name).EnumerateObject();

    private static JsonElement Member(JsonElement element, string name, string owner) =>
        element.TryGetProperty(name, out var member) ? member : throw new FormatException($"'{name}' is missing in '{owner}'");

    private static void RequireTextIfThere(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.TryGetProperty(name, out var member))
                Require(member, JsonValueKind.String, name);
        }
    }

    /// <summary>The runtime reads the parts of a version as numbers, and does not survive one that is too large for it.</summary>
    private static void RequireShortNumbers(JsonElement element, params ReadOnlySpan<string> names)
    {
        const int MostDigits = 9;
        foreach (var name in names)
        {
            if (element.TryGetProperty(name, out var version) && version.GetString() is { Length: > 0 } text &&
                Array.Exists(text.Split('.'), part => part.Count(char.IsAsciiDigit) > MostDigits))
            {
                throw new FormatException($"'{name}' has a number with more than {MostDigits} digits");
            }
        }
    }

    private static JsonElement Require(JsonElement element, JsonValueKind kind, string name) =>
        element.ValueKind == kind
            ? element
            : throw new FormatException($"'{name}' is of the kind {element.ValueKind} instead of {kind}");
}
