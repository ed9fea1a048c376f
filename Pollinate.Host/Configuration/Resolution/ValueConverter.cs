using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Dialect;

namespace Pollinate.Host.Configuration.Resolution;

/// <summary>Converts text to an option's type by oslo.config's rules.</summary>
internal static partial class ValueConverter
{
    /// <summary>The longest number that Python reads.</summary>
    private const int MostDigits = 4300;

    private const int LongestQuote = 80;

    /// <param name="option">The option.</param>
    /// <param name="text">The text after substitution.</param>
    /// <param name="quoted">The text to show in a message: as it stands in the file.</param>
    /// <exception cref="ValueException">The text is no value of the option's type.</exception>
    public static object? Convert(OptionDefinition option, string text, string quoted) => option.Type switch
    {
        OptionType.Integer => ToInteger(option, text, quoted),
        OptionType.Float => ToFloat(option, text, quoted),
        OptionType.Boolean => ToBoolean(option, text, quoted),
        OptionType.List => ToList(text),
        _ => ToText(option, text, quoted),
    };

    private static string ToText(OptionDefinition option, string text, string quoted)
    {
        if (option.Choices.Count == 0)
            return text;
        var comparison = option.ChoicesIgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return option.Choices.Any(choice => choice.Equals(text, comparison))
            ? text
            : throw new ValueException($"{Quote(option, quoted)} is none of the values allowed: use {string.Join(", ", option.Choices)}.");
    }

    private static BigInteger? ToInteger(OptionDefinition option, string text, string quoted)
    {
        var trimmed = OsloText.Trim(text);
        if (trimmed.Length == 0)
            return null;

        var digits = new StringBuilder(trimmed.Length);
        var isNegative = trimmed[0] == '-';
        var mayBeUnderscore = false;
        var isWhole = true;
        foreach (var rune in trimmed[(trimmed[0] is '+' or '-' ? 1 : 0)..].EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
            {
                digits.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
                mayBeUnderscore = true;
            }
            else if (rune.Value == '_' && mayBeUnderscore)
            {
                mayBeUnderscore = false;
            }
            else
            {
                isWhole = false;
                break;
            }
        }

        // An underscore stands between two digits, so it is never last.
        if (!isWhole || !mayBeUnderscore)
            throw new ValueException($"{Quote(option, quoted)} is not a whole number; write digits alone, without a unit or a comment behind them.");
        if (digits.Length > MostDigits)
            throw new ValueException($"the number has more than {MostDigits} digits; write a smaller one.");
        var number = BigInteger.Parse(digits.ToString(), NumberStyles.None, CultureInfo.InvariantCulture);
        return isNegative ? -number : number;
    }

    /// <summary>As Python's <c>float</c> reads it: underscores between digits, an exponent, <c>inf</c> and <c>nan</c>.</summary>
    private static double? ToFloat(OptionDefinition option, string text, string quoted)
    {
        var trimmed = OsloText.Trim(text);
        if (trimmed.Length == 0)
            return null;
        var unsigned = trimmed[(trimmed[0] is '+' or '-' ? 1 : 0)..];
        var sign = trimmed[0] == '-' ? -1 : 1;
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            return sign * double.PositiveInfinity;
        if (unsigned.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return double.NaN;
        return FloatPattern().IsMatch(unsigned)
            ? sign * double.Parse(unsigned.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture)
            : throw new ValueException($"{Quote(option, quoted)} is not a number; write one such as 4 or 2.5, without a unit or a comment behind it.");
    }

    private static bool ToBoolean(OptionDefinition option, string text, string quoted) => text.ToLowerInvariant() switch
    {
        "true" or "1" or "on" or "yes" => true,
        "false" or "0" or "off" or "no" => false,
        _ => throw new ValueException($"{Quote(option, quoted)} is neither true nor false; use true or false (also yes or no, on or off, 1 or 0)."),
    };

    private static string[] ToList(string text)
    {
        var trimmed = OsloText.Trim(text).TrimEnd(',');
        return trimmed.Length == 0 ? [] : [.. trimmed.Split(',').Select(OsloText.Trim)];
    }

    private static string Quote(OptionDefinition option, string quoted)
    {
        if (option.Secret)
            return "the value";
        var text = OsloText.Representation(quoted);
        return text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";
    }

    [GeneratedRegex(@"\A(?:[0-9](?:_?[0-9])*(?:\.(?:[0-9](?:_?[0-9])*)?)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex FloatPattern();
}
