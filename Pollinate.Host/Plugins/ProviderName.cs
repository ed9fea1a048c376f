using System.Text.RegularExpressions;

namespace Pollinate.Host.Plugins;

/// <summary>The rule for a provider's name, which is a key of the answer and a section of the configuration file.</summary>
internal static partial class ProviderName
{
    public const string Rule =
        "a provider's name is lower-case letters, digits and underscores, beginning with a letter";

    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
