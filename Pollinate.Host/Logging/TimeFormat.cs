using System.Globalization;
using System.Text;

namespace Pollinate.Host.Logging;

/// <summary>A form of time in the directives of Python's <c>strftime</c>, in the locale C. For one thread at a time.</summary>
internal sealed class TimeFormat
{
    private readonly string _format;
    private long _second = -1;
    private string _text = "";

    private TimeFormat(string format) => _format = format;

    /// <param name="format">The format.</param>
    /// <param name="problem">What is wrong with it; null when nothing is.</param>
    public static TimeFormat Parse(string format, out string? problem)
    {
        problem = null;
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
                continue;
            at++;
            if (at == format.Length || Text(format[at], default) is null)
            {
                problem = at == format.Length ? "it ends in a single %; write %% for a percent sign" : $"%{format[at]} is no directive of strftime that is known here";
                break;
            }
        }

        return new(problem is null ? format : "%Y-%m-%d %H:%M:%S");
    }

    public string Of(DateTimeOffset time)
    {
        // Most lines of a busy log are of the same second.
        var second = time.Ticks / TimeSpan.TicksPerSecond;
        if (second == _second && !_format.Contains("%f", StringComparison.Ordinal))
            return _text;
        var text = new StringBuilder(24);
        for (var at = 0; at < _format.Length; at++)
        {
            if (_format[at] != '%')
                text.Append(_format[at]);
            else
                text.Append(Text(_format[++at], time));
        }

        (_second, _text) = (second, text.ToString());
        return _text;
    }

    private static string? Text(char directive, DateTimeOffset time) => directive switch
    {
        'Y' => Of("yyyy", time),
        'y' => Of("yy", time),
        'm' => Of("MM", time),
        'd' => Of("dd", time),
        'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'H' => Of("HH", time),
        'I' => Of("hh", time),
        'M' => Of("mm", time),
        'S' => Of("ss", time),
        'f' => Of("ffffff", time),
        'p' => Of("tt", time),
        'a' => Of("ddd", time),
        'A' => Of("dddd", time),
        'b' or 'h' => Of("MMM", time),
        'B' => Of("MMMM", time),
        'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'w' => ((int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'u' => (time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'V' => ISOWeek.GetWeekOfYear(time.DateTime).ToString("00", CultureInfo.InvariantCulture),
        'G' => ISOWeek.GetYear(time.DateTime).ToString("0000", CultureInfo.InvariantCulture),
        'z' => Of("zzz", time).Replace(":", "", StringComparison.Ordinal),
        'Z' => TimeZoneInfo.Local.IsDaylightSavingTime(time) ? TimeZoneInfo.Local.DaylightName : TimeZoneInfo.Local.StandardName,
        's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'F' => Of("yyyy-MM-dd", time),
        'T' or 'X' => Of("HH:mm:ss", time),
        'R' => Of("HH:mm", time),
        'D' or 'x' => Of("MM/dd/yy", time),
        'c' => $"{Of("ddd MMM", time)} {time.Day,2} {Of("HH:mm:ss yyyy", time)}",
        'n' => " ",
        't' => " ",
        '%' => "%",
        _ => null,
    };

    private static string Of(string format, DateTimeOffset time) => time.ToString(format, CultureInfo.InvariantCulture);
}
