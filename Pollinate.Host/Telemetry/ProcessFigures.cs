using System.Globalization;

namespace Pollinate.Host.Telemetry;

/// <summary>What Prometheus's libraries tell of any process, read from the system when somebody asks.</summary>
internal static class ProcessFigures
{
    private const string Status = "/proc/self/stat";
    private const string Descriptors = "/proc/self/fd";

    public static double CpuSeconds => Environment.CpuUsage.TotalTime.TotalSeconds;

    public static long ResidentBytes => Environment.WorkingSet;

    /// <summary>-1 where the system does not tell.</summary>
    public static long VirtualBytes => Field(22) ?? -1;

    public static long OpenDescriptors
    {
        get
        {
            try
            {
                return Directory.EnumerateFileSystemEntries(Descriptors).LongCount();
            }
            catch (IOException)
            {
                return -1;
            }
        }
    }

    // Counted from 0; the name, the second, is in parentheses and may hold blanks.
    private static long? Field(int index)
    {
        try
        {
            var line = File.ReadAllText(Status);
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return long.Parse(fields[index - 2], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
