using Pollinate.Host.Plugins;

namespace Pollinate.Host.Pipeline;

/// <summary>An entry of <c>[DEFAULT] providers</c> and what it names, as far as metadata tells.</summary>
/// <param name="Entry">The entry as it is written.</param>
/// <param name="Provider">The provider that it names; null when there is none that could be used.</param>
/// <param name="Problem">Why the entry can't be used, a sentence; null when it can.</param>
internal sealed record ResolvedEntry(string Entry, ProviderDescription? Provider, string? Problem)
{
    /// <summary>Finds the providers of all entries, in order; every problem that can be known without loading anything is found here.</summary>
    public static IReadOnlyList<ResolvedEntry> Resolve(IReadOnlyList<string> entries, PluginCatalog catalog)
    {
        var resolved = new List<ResolvedEntry>();
        foreach (var entry in entries)
        {
            try
            {
                var provider = catalog.Find(entry);
                var twin = resolved.Find(other => other.Problem is null && other.Provider!.Name == provider.Name);
                resolved.Add(new(entry, provider, twin is null ? null : ExplainTwin(twin.Entry, twin.Provider!, entry, provider)));
            }
            catch (PluginException exception)
            {
                resolved.Add(new(entry, Provider: null, exception.Message));
            }
        }

        return resolved;
    }

    private static string ExplainTwin(string earlier, ProviderDescription twin, string entry, ProviderDescription description) =>
        earlier == entry
            ? $"providers: '{entry}' is listed twice; remove one."
            : twin.TypeName == description.TypeName
                ? $"providers: '{earlier}' and '{entry}' are the same provider, {description.TypeName}; remove one."
                : $"providers: '{twin.TypeName}' and '{description.TypeName}' are both called '{description.Name}', and an answer can hold only one; remove one.";
}
