using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pollinate.Host.Redaction;

/// <summary>The forms in which a secret turns up in text: as it is, line by line, and as the encodings make it that people put secrets into.</summary>
internal static class SecretForms
{
    /// <summary>
    /// What is shorter is not looked for: it would be found in words that have nothing to do with it, and what stands in for
    /// it would tell what it is.
    /// </summary>
    public const int Shortest = 8;

    /// <summary>A line of a longer text is looked for by itself only when it is this long: short ones are everybody's.</summary>
    private const int ShortestLine = 16;

    /// <summary>Every form of a secret, each at least <see cref="Shortest"/> long.</summary>
    public static IEnumerable<string> Of(string secret) =>
        OfWhole(secret).Concat(Lines(secret)).Concat(Leaves(secret).SelectMany(OfWhole)).Where(form => form.Length >= Shortest);

    private static IEnumerable<string> OfWhole(string secret)
    {
        if (secret.Trim().Length < Shortest)
            yield break;
        yield return secret.Trim();
        yield return JsonEncodedText.Encode(secret.Trim()).Value;
        yield return JsonEncodedText.Encode(secret.Trim(), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        yield return Uri.EscapeDataString(secret.Trim());
        foreach (var text in Base64(Encoding.UTF8.GetBytes(secret)))
            yield return text;
    }

    /// <summary>
    /// Base64 by itself and behind other text, as in <c>user:password</c>: what stands before it moves it by none, one or two
    /// bytes. The first and last characters, which depend on the neighbours, are left out.
    /// </summary>
    private static IEnumerable<string> Base64(byte[] secret)
    {
        for (var before = 0; before < 3; before++)
        {
            var moved = new byte[before + secret.Length];
            secret.CopyTo(moved, before);
            var whole = Convert.ToBase64String(moved, 0, moved.Length - (moved.Length % 3));
            yield return before == 0 ? whole : whole[4..];
        }
    }

    /// <summary>Of a secret that is a JSON document, such as a credential of Keystone, the texts in it.</summary>
    private static List<string> Leaves(string secret)
    {
        if (secret.TrimStart() is not ['{' or '[', ..])
            return [];
        try
        {
            return [.. Leaves(JsonElement.Parse(secret))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // It only looked like one.
            return [];
        }
    }

    private static IEnumerable<string> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Leaves(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    private static IEnumerable<string> Lines(string secret) =>
        secret.AsSpan().ContainsAny('\r', '\n')
            ? secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                // What is around every key is no secret.
                .Where(line => line.Length >= ShortestLine && !line.StartsWith("-----", StringComparison.Ordinal))
            : [];
}
