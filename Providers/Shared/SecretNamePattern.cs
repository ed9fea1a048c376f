using System.Text.RegularExpressions;
using Pollinate.Abstractions;

namespace Pollinate.Providers;

/// <summary>
/// An option that names secrets and holds places to fill in, such as <c>WINDOWS_PRODUCT_KEY_{host}</c>. Compiled into each
/// provider that has one: providers share no assembly but the contract.
/// </summary>
internal sealed partial class SecretNamePattern
{
    private readonly string _pattern;

    private SecretNamePattern(string pattern) => _pattern = pattern;

    /// <summary>Reads the option and checks that it holds every place and no other.</summary>
    /// <param name="settings">The provider's section.</param>
    /// <param name="option">The option.</param>
    /// <param name="places">The places, without their braces.</param>
    /// <exception cref="InvalidOperationException">The pattern can't be used; the message names section, option and cure.</exception>
    public static SecretNamePattern Read(ProviderSettings settings, string option, params string[] places)
    {
        var pattern = settings.GetText(option);
        var known = string.Join(" and ", places.Select(place => $"{{{place}}}"));
        if (string.IsNullOrWhiteSpace(pattern))
            throw new InvalidOperationException($"[{settings.Section}] {option} is empty; write a name of secrets with {known} in it");

        var found = Place().Matches(pattern).Select(match => match.Groups[1].Value).ToList();
        if (found.Find(place => !places.Contains(place, StringComparer.Ordinal)) is { } unknown)
            throw new InvalidOperationException($"[{settings.Section}] {option}: '{pattern}' has {{{unknown}}} in it; what is filled in is {known}");
        if (Array.Find(places, place => !found.Contains(place, StringComparer.Ordinal)) is { } missing)
            throw new InvalidOperationException($"[{settings.Section}] {option}: '{pattern}' names the same secret for everything; put {{{missing}}} where its value belongs");
        if (Place().Replace(pattern, "").AsSpan().IndexOfAny('{', '}') >= 0)
            throw new InvalidOperationException($"[{settings.Section}] {option}: '{pattern}' has a brace without its twin; what is filled in is {known}");
        return new(pattern);
    }

    /// <summary>The secret's name with every place filled in. What a value holds is never taken for a place.</summary>
    public string Fill(params (string Place, string Value)[] values) =>
        Place().Replace(_pattern, match => Array.Find(values, value => value.Place == match.Groups[1].Value).Value);

    [GeneratedRegex(@"\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
