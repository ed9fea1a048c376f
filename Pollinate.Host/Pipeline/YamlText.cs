using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pollinate.Host.Pipeline;

/// <summary>
/// Writes JSON values as YAML that every reader takes for the same values. cloud-init reads YAML 1.1, in which plain
/// <c>no</c>, <c>012</c>, <c>1:30</c> and <c>2026-01-01</c> are no text: text is left plain only where no rule of either
/// version could take it for anything else.
/// </summary>
internal static partial class YamlText
{
    public static string Write(IReadOnlyList<KeyValuePair<string, JsonElement>> mapping)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        // Unbounded width: a folded line would be another way of writing the same text, but harder to read in a guest.
        var emitter = new Emitter(text, new EmitterSettings(
            bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: [], isImplicit: true));
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
        foreach (var (key, value) in mapping)
        {
            Emit(emitter, key);
            Emit(emitter, value);
        }

        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var isEmptyObject = !value.EnumerateObject().Any();
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true,
                    isEmptyObject ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, member) in LastOfEach(value))
                {
                    Emit(emitter, key);
                    Emit(emitter, member);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true,
                    value.GetArrayLength() == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in value.EnumerateArray())
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                Emit(emitter, value.GetString()!);
                break;
            case JsonValueKind.Number:
                EmitPlain(emitter, Number(value.GetRawText()));
                break;
            default:
                EmitPlain(emitter, value.GetRawText());
                break;
        }
    }

    /// <summary>JSON may hold a key twice, of which the last one counts; YAML may not.</summary>
    private static OrderedDictionary<string, JsonElement> LastOfEach(JsonElement json)
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
            members[property.Name] = property.Value;
        return members;
    }

    private static void Emit(Emitter emitter, string text)
    {
        var style = CertainlyText().IsMatch(text) && !ReservedWord().IsMatch(text)
            ? ScalarStyle.Plain
            : LiteralBlock().IsMatch(text) ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted;
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style,
            isPlainImplicit: true, isQuotedImplicit: true));
    }

    private static void EmitPlain(Emitter emitter, string text) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain,
            isPlainImplicit: true, isQuotedImplicit: false));

    /// <summary>YAML 1.1 takes an exponent for one only behind a point and with a sign: 1e3 is text there, 1.0e+3 a number.</summary>
    private static string Number(string json)
    {
        var exponent = json.IndexOfAny(['e', 'E']);
        if (exponent < 0)
            return json;
        var mantissa = json[..exponent];
        var power = json[(exponent + 1)..];
        return (mantissa.Contains('.', StringComparison.Ordinal) ? mantissa : mantissa + ".0") + "e" +
            (power[0] is '+' or '-' ? power : "+" + power);
    }

    /// <summary>A letter, then letters, digits and marks that mean nothing in YAML, single blanks between.</summary>
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_.-]*(?: [A-Za-z0-9_./-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex CertainlyText();

    [GeneratedRegex(@"\A(?:y|n|yes|no|on|off|true|false|null)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ReservedWord();

    /// <summary>Printable ASCII lines, none of which begins or ends in a blank, and one line feed at the end.</summary>
    [GeneratedRegex(@"\A(?:[!-~](?:[ -~]*[!-~])?\n)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex LiteralBlock();
}
