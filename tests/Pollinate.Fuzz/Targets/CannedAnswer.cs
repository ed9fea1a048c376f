using System.Net;
using System.Text;

namespace Pollinate.Fuzz.Targets;

/// <summary>
/// An input as the answer of a service: when its first line begins with three digits and a blank, it holds the status and the
/// media type; the rest, or all, is the body.
/// </summary>
internal static class CannedAnswer
{
    private const int LongestLine = 80;

    /// <summary>Where the body begins.</summary>
    public static int StartOfBody(ReadOnlySpan<byte> input)
    {
        var end = input[..Math.Min(input.Length, LongestLine)].IndexOf((byte)'\n');
        return end > 3 && char.IsAsciiDigit((char)input[0]) && char.IsAsciiDigit((char)input[1]) && char.IsAsciiDigit((char)input[2]) && input[3] == ' '
            ? end + 1
            : 0;
    }

    /// <param name="input">The input.</param>
    /// <param name="usualStatus">The status when the input has none.</param>
    public static HttpResponseMessage Read(ReadOnlySpan<byte> input, int usualStatus)
    {
        var start = StartOfBody(input);
        var status = start == 0 ? usualStatus : int.Parse(Encoding.ASCII.GetString(input[..3]), System.Globalization.CultureInfo.InvariantCulture);
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(input[start..].ToArray()) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", start == 0 ? "application/json" : Encoding.Latin1.GetString(input[4..(start - 1)]));
        return response;
    }
}
