using Pollinate.Fuzz.Targets;

namespace Pollinate.Fuzz.Running;

/// <summary>Inputs that once showed something, in one folder a target.</summary>
internal static class Cases
{
    /// <summary>Runs one input, and says what it shows.</summary>
    /// <returns>Whether it shows nothing.</returns>
    public static bool Replay(string target, string file, TextWriter output) => Replay(AllTargets.Make(target), file, output);

    /// <summary>Runs them all.</summary>
    /// <returns>Whether none shows anything.</returns>
    public static bool ReplayAll(string folder, TextWriter output)
    {
        var isClean = true;
        foreach (var cases in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var target = AllTargets.Make(Path.GetFileName(cases));
            foreach (var file in Directory.EnumerateFiles(cases).Order(StringComparer.Ordinal))
                isClean &= Replay(target, file, output);
        }

        return isClean;
    }

    private static bool Replay(IFuzzTarget target, string file, TextWriter output)
    {
        // First, since nothing is said after a stack has overflowed.
        output.WriteLine($"{target.Name} {Path.GetFileName(file)}");
        output.Flush();
        if (new Watcher(target).Find(File.ReadAllBytes(file)) is not { } problem)
            return true;
        output.WriteLine($"  {problem.Signature}\n{problem.Text}");
        return false;
    }
}
