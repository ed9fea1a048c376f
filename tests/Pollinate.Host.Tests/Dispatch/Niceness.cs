using System.Globalization;

namespace Pollinate.Host.Tests.Dispatch;

/// <summary>What Linux says of the priority of this process's threads.</summary>
internal static class Niceness
{
    /// <summary>The 19th field, behind the name, of which any character may be a part (proc(5)).</summary>
    public static int Of(int threadId)
    {
        var line = File.ReadAllText($"/proc/self/task/{threadId}/stat");
        return int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }
}
