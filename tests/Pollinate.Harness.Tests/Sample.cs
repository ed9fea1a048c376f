using System.Reflection;

namespace Pollinate.Harness.Tests;

/// <summary>What wrk printed, of the folder <c>Samples</c>.</summary>
internal static class Sample
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
