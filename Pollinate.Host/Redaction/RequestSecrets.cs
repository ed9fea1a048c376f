using System.Text;
using System.Text.Json;

namespace Pollinate.Host.Redaction;

/// <summary>What of a request's body nobody but the guest may see: the user-data, which often holds passwords.</summary>
internal static class RequestSecrets
{
    /// <param name="body">The request's body, an object.</param>
    public static IReadOnlyCollection<string> Of(JsonElement body)
    {
        if (!body.TryGetProperty("user-data"u8, out var value) || value.ValueKind != JsonValueKind.String
            || value.GetString() is not { Length: >= SecretForms.Shortest } text)
        {
            return [];
        }

        // Nova sends it in base64; whoever uses it decodes it.
        var decoded = new byte[text.Length];
        return Convert.TryFromBase64String(text, decoded, out var length)
            ? [text, Encoding.UTF8.GetString(decoded, 0, length)]
            : [text];
    }

    /// <summary>The text without them.</summary>
    public static string Redact(JsonElement body, string text)
    {
        var forms = Of(body).SelectMany(SecretForms.Of).OrderByDescending(form => form.Length);
        return forms.Aggregate(text, (redacted, form) => redacted.Replace(form, SecretPatterns.Mask, StringComparison.Ordinal));
    }
}
