namespace Pollinate.Host.Tests.Logging;

/// <summary>Programs of Debian's that a test needs.</summary>
internal static class Tools
{
    /// <summary>Has the test count as skipped where one is missing.</summary>
    public static void Demand(string path)
    {
        if (!File.Exists(path))
            Assert.Ignore($"{path} is missing: apt-get install {(path.EndsWith("rsyslogd", StringComparison.Ordinal) ? "rsyslog" : Path.GetFileName(path))}.");
    }
}
