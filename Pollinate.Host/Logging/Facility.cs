namespace Pollinate.Host.Logging;

/// <summary>Syslog's facilities by the names that oslo.log takes.</summary>
internal static class Facility
{
    private static readonly (string Name, int Number)[] All =
    [
        ("KERN", 0), ("USER", 1), ("MAIL", 2), ("DAEMON", 3), ("AUTH", 4), ("SYSLOG", 5), ("LPR", 6), ("NEWS", 7), ("UUCP", 8),
        ("CRON", 9), ("AUTHPRIV", 10), ("FTP", 11), ("LOCAL0", 16), ("LOCAL1", 17), ("LOCAL2", 18), ("LOCAL3", 19), ("LOCAL4", 20),
        ("LOCAL5", 21), ("LOCAL6", 22), ("LOCAL7", 23),
    ];

    /// <summary>The facility's number; null when there is none of this name.</summary>
    public static int? NumberOf(string name)
    {
        var upper = name.ToUpperInvariant();
        if (upper.StartsWith("LOG_", StringComparison.Ordinal))
            upper = upper[4..];
        return All.Where(known => known.Name == upper).Select(known => (int?)known.Number).FirstOrDefault();
    }

    /// <summary>Every name, for an error.</summary>
    public static string Names => string.Join(", ", All.Select(known => "LOG_" + known.Name));
}
