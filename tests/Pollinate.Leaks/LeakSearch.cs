using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pollinate.Leaks;

/// <summary>
/// Looks for secrets in what left a process: eight characters of one in a row are a leak, as they are and as JSON, URLs, base64
/// and hexadecimal digits write them; and so is anything that looks like a token of Keystone. It shares no code with the daemon.
/// </summary>
public sealed partial class LeakSearch
{
    private const int Part = 8;

    private readonly Dictionary<int, Dictionary<string, string>> _partsByLength = [];

    /// <param name="secrets">The secrets, with what each is.</param>
    public LeakSearch(IEnumerable<KeyValuePair<string, string>> secrets)
    {
        foreach (var (secret, what) in secrets)
            Add(secret, what);
    }

    /// <summary>Looks through a text.</summary>
    /// <returns>What was found, one sentence a secret and line.</returns>
    public IReadOnlyList<string> Find(string text) =>
        [.. text.Split('\n').SelectMany(line => FindIn(line).Distinct().Select(what => $"{what} is in the line: {line}"))];

    /// <summary>The same as one text, which is empty when there is nothing.</summary>
    public string Describe(string text) => string.Join('\n', Find(text));

    private IEnumerable<string> FindIn(string line)
    {
        if (Token().IsMatch(line))
            yield return "a token of Keystone";
        foreach (var (length, parts) in _partsByLength)
        {
            var lookup = parts.GetAlternateLookup<ReadOnlySpan<char>>();
            for (var at = 0; at + length <= line.Length; at++)
            {
                if (lookup.TryGetValue(line.AsSpan(at, length), out var what))
                    yield return what;
            }
        }
    }

    private void Add(string secret, string what)
    {
        for (var at = 0; at + Part <= secret.Length; at++)
        {
            var part = secret.Substring(at, Part);
            AddPart(part, what);
            AddPart(JsonEncodedText.Encode(part).Value, $"{what}, in JSON,");
            AddPart(JsonEncodedText.Encode(part, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value, $"{what}, in JSON,");
            AddPart(Uri.EscapeDataString(part), $"{what}, in a URL,");
            AddPart(Convert.ToHexString(Encoding.UTF8.GetBytes(part)), $"{what}, in hexadecimal digits,");
            AddPart(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(part)), $"{what}, in hexadecimal digits,");
        }

        // Wherever it begins in the text that is encoded, every third byte begins four characters.
        var bytes = Encoding.UTF8.GetBytes(secret);
        for (var start = 0; start < 3; start++)
        {
            var whole = Convert.ToBase64String(bytes, start, (bytes.Length - start) / 3 * 3);
            for (var at = 0; at + Part <= whole.Length; at++)
                AddPart(whole.Substring(at, Part), $"{what}, in base64,");
        }
    }

    private void AddPart(string part, string what)
    {
        if (!_partsByLength.TryGetValue(part.Length, out var parts))
            _partsByLength[part.Length] = parts = new(StringComparer.Ordinal);
        parts.TryAdd(part, what);
    }

    [GeneratedRegex(@"gAAAA[A-Za-z0-9_-]{40,}", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
