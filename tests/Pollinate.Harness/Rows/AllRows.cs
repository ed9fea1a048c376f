namespace Pollinate.Harness.Rows;

/// <summary>The rows, in the order of the report.</summary>
internal static class AllRows
{
    public static IReadOnlyList<IRow> List { get; } =
    [
        new AuthRow(), new SixRow(), new UncachedSixRow(), new LatencyRow(), new StormRow(), new StartRow(), new FirstRow(),
        new IdleMemoryRow(), new LongMemoryRow(), new AllocationRow(), new ProvidersRow(), new CrowdRow(),
    ];

    /// <summary>The rows of these names, in the order of the report; all for no name.</summary>
    /// <exception cref="HarnessException">A name is none of a row.</exception>
    public static IReadOnlyList<IRow> Named(IReadOnlyList<string> names)
    {
        var unknown = names.Except(List.Select(row => row.Name)).ToList();
        if (unknown.Count > 0)
        {
            throw new HarnessException(
                $"--rows names {string.Join(", ", unknown)}, and there are {string.Join(", ", List.Select(row => row.Name))}.");
        }

        return names.Count == 0 ? List : [.. List.Where(row => names.Contains(row.Name))];
    }
}
