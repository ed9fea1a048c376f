using Pollinate.Host.Configuration;

namespace Pollinate.Host.Generations;

/// <summary>Says in short what a reload has changed.</summary>
internal static class GenerationChanges
{
    private const int MostOptions = 12;

    public static string Describe(Generation before, Generation after)
    {
        string[] changes =
        [
            .. Providers(Names(before), Names(after)),
            .. Plugins(before.Plugins, after.Plugins),
            .. Options(before.Snapshot, after.Snapshot),
        ];
        return changes.Length == 0 ? "nothing has changed" : string.Join("; ", changes);
    }

    private static List<string> Names(Generation generation) => [.. generation.Pipeline.Entries.Select(entry => entry.Name)];

    private static IEnumerable<string> Providers(List<string> before, List<string> after)
    {
        var added = after.Except(before).ToList();
        var removed = before.Except(after).ToList();
        if (added.Count > 0)
            yield return $"new providers {string.Join(", ", added)}";
        if (removed.Count > 0)
            yield return $"without the providers {string.Join(", ", removed)}";
        if (!before.Intersect(after).SequenceEqual(after.Intersect(before)))
            yield return $"in the order {string.Join(", ", after)}";
    }

    private static IEnumerable<string> Plugins(IReadOnlyList<PluginState> before, IReadOnlyList<PluginState> after) =>
        from now in after
        from old in before
        where old.Name == now.Name && old.Content != now.Content
        select $"{now.Name} {old.Content} is now {now.Content}";

    private static IEnumerable<string> Options(ConfigurationSnapshot before, ConfigurationSnapshot after)
    {
        var changed = OptionValues.Changed(before, after).Select(option => option.DisplayName).ToList();
        if (changed.Count > 0)
            yield return "other values of " + string.Join(", ", changed.Take(MostOptions)) + (changed.Count > MostOptions ? " …" : "");
    }
}
