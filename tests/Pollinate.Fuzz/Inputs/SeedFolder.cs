namespace Pollinate.Fuzz.Inputs;

/// <summary>What inputs are made from: real answers and files, in a folder for each target.</summary>
internal static class SeedFolder
{
    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "Seeds");

    /// <summary>The seeds of a target, in the order of their names.</summary>
    public static IReadOnlyList<byte[]> Read(IFuzzTarget target)
    {
        if (target.Shape == InputShape.Assembly)
            return AssemblySeeds.All;
        var folder = Path.Combine(Root, target.Seeds);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]
            : throw new FuzzException($"{folder} does not exist: the target {target.Name} has no seeds.");
    }
}
