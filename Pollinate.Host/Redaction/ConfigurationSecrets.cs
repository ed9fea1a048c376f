using Pollinate.Host.Configuration;

namespace Pollinate.Host.Redaction;

/// <summary>The secrets that a configuration holds.</summary>
internal static class ConfigurationSecrets
{
    /// <summary>
    /// The values of its secret options. One that another option has as well, such as a password that is the user's name, is
    /// no secret that could be kept: to mask it would shred the log and tell what it is. Besides, the password in any address.
    /// </summary>
    public static IReadOnlyCollection<string> Of(ConfigurationSnapshot snapshot)
    {
        var open = snapshot.Options.Where(option => !option.IsSecret).SelectMany(option => Texts(option.Value)).ToHashSet(StringComparer.Ordinal);
        var secrets = snapshot.Options.Where(option => option.IsSecret).SelectMany(option => Texts(option.Value)).Where(text => !open.Contains(text));
        // An exception of a client names the address without the rest of the option, or parts of it.
        var inAddresses = snapshot.Options.SelectMany(option => Texts(option.Value)).Select(PasswordIn).OfType<string>();
        return [.. secrets.Concat(inAddresses).Distinct()];
    }

    private static string? PasswordIn(string text) =>
        text.Contains('@', StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.UserInfo.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon
            ? Uri.UnescapeDataString(address.UserInfo[(colon + 1)..])
            : null;

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        IReadOnlyList<string> list => list,
        _ => [],
    };
}
