using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Pollinate.Host.Text;

/// <summary>
/// Checks the text in JSON for whole Unicode. The JSON reader does so only when a text is read, which may be in the hands
/// of somebody who has no part in it.
/// </summary>
internal static class WholeText
{
    private static ReadOnlySpan<byte> Escape => "\\u"u8;

    /// <summary>
    /// Whether all text in it is whole for certain: it is UTF-8, and no character in it is written by its code. If not,
    /// <see cref="Ensure"/> knows.
    /// </summary>
    public static bool IsCertain(ReadOnlySequence<byte> json)
    {
        if (json.IsSingleSegment)
            return IsCertain(json.FirstSpan);
        // No more than a request has, and rare: a body that came in pieces.
        return IsCertain(json.ToArray());
    }

    /// <inheritdoc cref="IsCertain(ReadOnlySequence{byte})"/>
    public static bool IsCertain(ReadOnlySpan<byte> json) => json.IndexOf(Escape) < 0 && Utf8.IsValid(json);

    /// <exception cref="InvalidOperationException">A text or a name in it holds half a character.</exception>
    public static void Ensure(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                    Ensure(item);
                break;
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    _ = property.Name;
                    Ensure(property.Value);
                }

                break;
        }
    }
}
