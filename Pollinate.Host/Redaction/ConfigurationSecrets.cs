using Pollinate.Host.Configuration;

namespace Pollinate.Host.Redaction;

/// <summary>The secrets that a configuration holds.</summary>
internal static class ConfigurationSecrets
{
    /// <summary>
    /// The values of its secret options. One that another option has as well, such as a password that is the user's name, is
    /// no secret that could be kept: to mask it would shred the log and tell what it is.
    /// </summary>
    public static IReadOnlyCollection<string> Of(ConfigurationSnapshot snapshot)
    {
        var open = snapshot.Options.Where(option => !option.IsSecret).SelectMany(option => Texts(option.Value)).ToHashSet(StringComparer.Ordinal);
        return [.. snapshot.Options.Where(option => option.IsSecret).SelectMany(option => Texts(option.Value)).Where(text => !open.Contains(text)).Distinct()];
    }

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        IReadOnlyList<string> list => list,
        _ => [],
    };
}
