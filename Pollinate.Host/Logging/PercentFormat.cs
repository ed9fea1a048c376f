using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pollinate.Host.Logging;

/// <summary>
/// A format of Python's <c>%</c> operator with names, as in <c>%(msecs)03d</c>, read once
/// (https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting). Immutable.
/// </summary>
internal sealed partial class PercentFormat
{
    private readonly List<(string Literal, LogField? Field, string Flags, int Width, int Precision)> _parts = [];

    private PercentFormat()
    {
    }

    /// <param name="format">The format.</param>
    /// <param name="find">Gives the field of a name; null when there is none.</param>
    /// <param name="problem">What is wrong with it; null when nothing is.</param>
    public static PercentFormat Parse(string format, Func<string, LogField?> find, out string? problem)
    {
        problem = null;
        var parsed = new PercentFormat();
        var literal = new StringBuilder();
        for (var at = 0; at < format.Length;)
        {
            if (format[at] != '%')
            {
                literal.Append(format[at++]);
                continue;
            }

            if (at + 1 < format.Length && format[at + 1] == '%')
            {
                literal.Append('%');
                at += 2;
                continue;
            }

            var match = Conversion().Match(format, at);
            if (!match.Success)
            {
                problem = $"'{format[at..Math.Min(format.Length, at + 12)]}' is no %(name)s; write %% for a percent sign";
                return parsed;
            }

            if (find(match.Groups["name"].Value) is not { } field)
            {
                problem = $"%({match.Groups["name"].Value}) is unknown";
                return parsed;
            }

            parsed._parts.Add((literal.ToString(), field, match.Groups["flags"].Value, Number(match.Groups["width"], 0), Number(match.Groups["precision"], -1)));
            literal.Clear();
            at += match.Length;
        }

        parsed._parts.Add((literal.ToString(), null, "", 0, -1));
        return parsed;
    }

    /// <summary>Whether a field is in it.</summary>
    public bool Has(LogField field) => _parts.Any(part => part.Field == field);

    /// <param name="text">Where to write to.</param>
    /// <param name="value">Gives a field's text.</param>
    /// <param name="state">Is passed to <paramref name="value"/>.</param>
    public void Write<TState>(StringBuilder text, TState state, Func<TState, LogField, string> value)
    {
        foreach (var (literal, field, flags, width, precision) in _parts)
        {
            text.Append(literal);
            if (field is not { } known)
                continue;
            var written = value(state, known);
            if (precision >= 0 && precision < written.Length)
                written = written[..precision];
            var padding = width - written.Length;
            var isLeft = flags.Contains('-', StringComparison.Ordinal);
            if (padding > 0 && !isLeft)
                text.Append(flags.Contains('0', StringComparison.Ordinal) && LogFields.IsNumber(known) ? '0' : ' ', padding);
            text.Append(written);
            if (padding > 0 && isLeft)
                text.Append(' ', padding);
        }
    }

    private static int Number(Group group, int other) =>
        group.Success && group.Length > 0 ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : other;

    [GeneratedRegex(@"\G%\((?<name>\w+)\)(?<flags>[-0 +#]*)(?<width>\d{0,3})(?:\.(?<precision>\d{1,3}))?[sdirf]", RegexOptions.CultureInvariant)]
    private static partial Regex Conversion();
}
