using System.Collections.Frozen;
using System.Text.Json;
using Pollinate.Host.Configuration.Dialect;

namespace Pollinate.Host.Secrets.Files;

/// <summary>
/// One file of secrets: a JSON object, or INI in the dialect of the configuration, without its substitutions. A file named
/// <c>*.json</c>, or whose first character that is no blank is <c>{</c>, is JSON.
/// </summary>
internal static class SecretFile
{
    private const string Option = "[secrets] file";

    /// <exception cref="SecretStoreException">It can't be read; the message quotes nothing of it.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        // Editors of another system put a byte order mark first.
        var text = SecretText.Read(path, Option).TrimStart('\uFEFF');
        var isJson = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal);
        return isJson ? ReadJson(path, text) : ReadIni(path, text);
    }

    // Neither reader's own words are passed on: they may quote a line, and any line may be a secret.
    private static IReadOnlyDictionary<string, string> ReadJson(string path, string text)
    {
        try
        {
            var map = JsonElement.Parse(text);
            if (map.ValueKind == JsonValueKind.Object)
            {
                return SecretMap.TryRead(map, out var secrets)
                    ? secrets
                    : throw new SecretStoreException($"{Option}: {path}: a name or a value is no Unicode text.");
            }
        }
        catch (JsonException exception)
        {
            throw new SecretStoreException($"{Option}: {path}:{exception.LineNumber + 1}: this is not JSON.");
        }

        throw new SecretStoreException($"{Option}: {path} must hold a JSON object of secrets by name.");
    }

    private static FrozenDictionary<string, string> ReadIni(string path, string text)
    {
        var file = OsloIniParser.Read(path, text);
        if (file.Errors.Count > 0)
        {
            throw new SecretStoreException(
                $"{Option}: {path}:{file.Errors[0].Line}: this is neither a header [secrets] nor name = value below one; further lines of a value begin with a blank.");
        }

        var other = file.Sections.Where(section => section.Key is not ("DEFAULT" or "secrets")).Select(section => (int?)section.Value).Min();
        if (other is not null)
            throw new SecretStoreException($"{Option}: {path}:{other}: secrets are read from the sections [DEFAULT] and [secrets] alone; put them there.");

        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in file.Entries)
            read[entry.Key] = entry.Text;
        return read.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
