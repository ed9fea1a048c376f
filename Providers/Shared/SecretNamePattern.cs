using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Pollinate.Abstractions;

namespace Pollinate.Providers;

/// <summary>
/// An option that names secrets and holds places to fill in, such as <c>WINDOWS_PRODUCT_KEY_{host}</c>. Compiled into each
/// provider that has one: providers share no assembly but the contract.
/// </summary>
internal sealed partial class SecretNamePattern
{
    // Text and places take turns, text first and last: taken apart once, since it is filled in several times a request.
    private readonly string[] _parts;

    private SecretNamePattern(string pattern) => _parts = Place().Split(pattern);

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
    public string Fill(params ReadOnlySpan<(string Place, string Value)> values)
    {
        var name = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[128]);
        for (var part = 0; part < _parts.Length; part++)
            name.AppendLiteral(part % 2 == 0 ? _parts[part] : ValueOf(_parts[part], values));
        return name.ToStringAndClear();
    }

    private static string ValueOf(string place, ReadOnlySpan<(string Place, string Value)> values)
    {
        foreach (var (name, value) in values)
        {
            if (name == place)
                return value;
        }

        return "";
    }

    [GeneratedRegex(@"\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
