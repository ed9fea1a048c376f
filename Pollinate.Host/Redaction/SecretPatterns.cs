using System.Collections;
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

    // No SearchValues: for a thousand secrets they take half a second to make. And no list of the forms behind each beginning:
    // credentials that are JSON all begin the same.
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _forms;
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _lengthsByStart;
    // Which of 65536 hashes of the first characters any form has: most places of a text are told by it alone.
    private readonly BitArray _starts = new(1 << 16);
    private readonly int _longest;

    /// <param name="secrets">The secrets that are known.</param>
    public SecretPatterns(IEnumerable<string> secrets)
    {
        var forms = secrets.SelectMany(SecretForms.Of).ToHashSet(StringComparer.Ordinal);
        var lengthsByStart = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var form in forms)
        {
            var start = form[..SecretForms.Shortest];
            if (!lengthsByStart.TryGetValue(start, out var lengths))
                lengthsByStart[start] = [form.Length];
            else if (!lengths.Contains(form.Length))
                // The longest first: of two secrets, one the beginning of the other, nothing may be left.
                lengthsByStart[start] = [.. lengths.Append(form.Length).OrderDescending()];
            _starts[Hash(start)] = true;
            _longest = Math.Max(_longest, form.Length);
        }

        _forms = forms.GetAlternateLookup<ReadOnlySpan<char>>();
        _lengthsByStart = lengthsByStart.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The text with a mask for each secret; the text itself when there is none.</summary>
    public string Redact(string text)
    {
        var redacted = RedactKnown(text);
        return LooksLikeSecret().Replace(redacted, Mask);
    }

    private string RedactKnown(string text)
    {
        if (_longest == 0)
            return text;
        var end = text is [.., Cut] ? StartOfCutSecret(text) : text.Length;
        StringBuilder? redacted = null;
        var kept = 0;
        for (var at = 0; at + SecretForms.Shortest <= end;)
        {
            var length = LengthAt(text.AsSpan(at));
            if (length == 0)
            {
                at++;
                continue;
            }

            (redacted ??= new(text.Length)).Append(text, kept, at - kept).Append(Mask);
            at += length;
            kept = at;
        }

        if (end < text.Length)
            return (redacted ?? new()).Append(text, kept, Math.Max(0, end - kept)).Append(Mask).Append(Cut).ToString();
        return redacted is null ? text : redacted.Append(text, kept, text.Length - kept).ToString();
    }

    private static int Hash(ReadOnlySpan<char> text) => ((((text[0] * 31) + text[3]) * 31) + text[6]) & 0xFFFF;

    /// <summary>How long the secret is that the text begins with; 0 when it begins with none.</summary>
    private int LengthAt(ReadOnlySpan<char> text)
    {
        if (!_starts[Hash(text)] || !_lengthsByStart.TryGetValue(text[..SecretForms.Shortest], out var lengths))
            return 0;
        foreach (var length in lengths)
        {
            if (length <= text.Length && _forms.Contains(text[..length]))
                return length;
        }

        return 0;
    }

    /// <summary>
    /// Where a secret may begin that the text is cut off within; the text's length when there is none. Its first characters are
    /// enough: what is masked too much there is the end of a text that was too long.
    /// </summary>
    private int StartOfCutSecret(string text)
    {
        var end = text.Length - 1;
        for (var at = Math.Max(0, end - _longest); at + SecretForms.Shortest <= end; at++)
        {
            if (_lengthsByStart.TryGetValue(text.AsSpan(at, SecretForms.Shortest), out var lengths) && lengths[0] > end - at)
                return at;
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
