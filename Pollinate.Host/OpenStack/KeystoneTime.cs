using System.Globalization;

namespace Pollinate.Host.OpenStack;

/// <summary>Reads Keystone's times: ISO 8601, with any offset, or in UTC when there is none.</summary>
internal static class KeystoneTime
{
    public static DateTimeOffset? Parse(string? text)
    {
        // The parser takes other orders of day, month and year as well; a time begins with yyyy-MM-dd here.
        if (text is not { Length: >= 16 } || text[4] != '-' || text[7] != '-')
            return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
    }
}
