using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using Pollinate.Host.Configuration.Printing;

namespace Pollinate.Host.Redaction;

/// <summary>Finds secrets in text: those that are known, and whatever looks like a token or a private key. Immutable.</summary>
internal sealed partial class SecretPatterns
{
    /// <summary>What stands in for a secret.</summary>
    public const string Mask = ConfigurationPrinter.Mask;

    /// <summary>How <c>FailureText</c> ends what it cuts off.</summary>
    private const char Cut = '…';

    private readonly SearchValues<string> _any;
    private readonly FrozenDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> _byStart;
    private readonly int _longest;

    /// <param name="secrets">The secrets that are known.</param>
    public SecretPatterns(IEnumerable<string> secrets)
    {
        var forms = secrets.SelectMany(SecretForms.Of).ToHashSet(StringComparer.Ordinal);
        _any = SearchValues.Create([.. forms], StringComparison.Ordinal);
        _byStart = forms
            .GroupBy(form => form[..SecretForms.Shortest], StringComparer.Ordinal)
            // The longest first: of two secrets, one the beginning of the other, nothing may be left.
            .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(form => form.Length).ToArray(), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = forms.Count == 0 ? 0 : forms.Max(form => form.Length);
    }

    /// <summary>The text with a mask for each secret; the text itself when there is none.</summary>
    public string Redact(string text)
    {
        var redacted = RedactKnown(text);
        return LooksLikeSecret().Replace(redacted, Mask);
    }

    private string RedactKnown(string text)
    {
        var next = text.AsSpan().IndexOfAny(_any);
        var end = text is [.., Cut] ? StartOfCutSecret(text) : text.Length;
        if (next < 0 && end == text.Length)
            return text;

        var redacted = new StringBuilder(text.Length);
        var at = 0;
        while (next >= 0 && at + next < end)
        {
            redacted.Append(text, at, next).Append(Mask);
            at += next + LengthAt(text.AsSpan(at + next));
            next = text.AsSpan(at).IndexOfAny(_any);
        }

        if (at < end)
            redacted.Append(text, at, end - at);
        if (end < text.Length)
            redacted.Append(Mask).Append(Cut);
        return redacted.ToString();
    }

    private int LengthAt(ReadOnlySpan<char> text)
    {
        foreach (var form in _byStart[text[..SecretForms.Shortest]])
        {
            if (text.StartsWith(form, StringComparison.Ordinal))
                return form.Length;
        }

        return SecretForms.Shortest;
    }

    /// <summary>Where a secret begins that the text is cut off within; the text's length when there is none.</summary>
    private int StartOfCutSecret(string text)
    {
        var end = text.Length - 1;
        for (var at = Math.Max(0, end - _longest); at + SecretForms.Shortest <= end; at++)
        {
            var tail = text.AsSpan(at, end - at);
            if (!_byStart.TryGetValue(tail[..SecretForms.Shortest], out var forms))
                continue;
            foreach (var form in forms)
            {
                if (form.AsSpan().StartsWith(tail, StringComparison.Ordinal))
                    return at;
            }
        }

        return text.Length;
    }

    /// <summary>
    /// Keystone's Fernet tokens; Vault's tokens; JSON web tokens, which Keystone and Kubernetes give; private keys in PEM.
    /// </summary>
    [GeneratedRegex(
        @"gAAAA[\w-]{16,}={0,2}|\bhv[sbr]\.[\w-]{16,}|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|\z)",
        RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeSecret();
}
