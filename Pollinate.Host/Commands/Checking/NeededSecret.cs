using System.Text.RegularExpressions;
using Pollinate.Abstractions;
using Pollinate.Host.Configuration;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Commands.Checking;

/// <summary>A secret that a provider says it needs, by a <see cref="ProviderLookupAttribute"/> with an id.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Name">The secret's name; parts in braces stand for what only a request says.</param>
/// <param name="Option">The option that it comes from; null when the provider names it itself.</param>
internal sealed partial record NeededSecret(string Provider, string Name, string? Option)
{
    /// <summary>Whether any of its form will do.</summary>
    public bool IsPattern => Place().IsMatch(Name);

    /// <summary>Where it is named, as a part of a sentence.</summary>
    public string From => Option is null ? "" : $" ([{Provider}] {Option})";

    /// <summary>Whether the store has it, and not empty.</summary>
    public bool IsIn(IReadOnlyDictionary<string, string> secrets)
    {
        if (!IsPattern)
            return secrets.TryGetValue(Name, out var value) && value.Length > 0;
        // Every other part of it is what stood in braces.
        var parts = Place().Split(Name).Where((_, index) => index % 2 == 0).Select(Regex.Escape);
        var pattern = new Regex($@"\A{string.Join(".+", parts)}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return secrets.Keys.Any(name => pattern.IsMatch(name));
    }

    /// <summary>Those that a provider declares, with its options in force.</summary>
    public static IEnumerable<NeededSecret> Of(ProviderDescription provider, ConfigurationSnapshot snapshot) =>
        provider.Lookups
            .Where(lookup => lookup.Kind == LookupKind.Secrets && !string.IsNullOrEmpty(lookup.Id))
            .SelectMany(lookup => Of(provider, lookup.Id!, snapshot))
            .Distinct();

    private static IEnumerable<NeededSecret> Of(ProviderDescription provider, string id, ConfigurationSnapshot snapshot)
    {
        var place = Place().Matches(id).FirstOrDefault(place => provider.Options.Any(option => option.Name == place.Groups[1].Value));
        if (place is null)
            return [new(provider.Name!, id, Option: null)];
        var option = place.Groups[1].Value;
        return from value in Values(snapshot.Value(provider.Name!, option))
               where value.Length > 0
               select new NeededSecret(provider.Name!, id.Replace(place.Value, value, StringComparison.Ordinal), option);
    }

    private static IEnumerable<string> Values(object? value) => value switch
    {
        IReadOnlyList<string> list => list.Select(item => item[(item.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()),
        string text => [text],
        _ => [],
    };

    [GeneratedRegex(@"\{([A-Za-z0-9_]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
