using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Authorization;

/// <summary>Finds what is wrong with <c>[authorization]</c>, and what is worth a word.</summary>
internal static class AuthorizationChecks
{
    public static IEnumerable<string> Problems(AuthorizationOptions options)
    {
        if (options.RequiredRoles.Any(string.IsNullOrWhiteSpace))
            yield return "[authorization] required_roles has an empty item, which no role is; take it out.";
        foreach (var (option, item) in Items(options))
        {
            if (!AllowedItem.TryParse(item, out _))
                yield return $"[authorization] {option}: '{item}' is neither an id nor domain:name; write for example Default:{Example(option)}.";
        }
    }

    public static IEnumerable<string> Warnings(DefaultOptions defaults, AuthorizationOptions options)
    {
        if (defaults.AuthStrategy == DefaultOptions.KeystoneStrategy && new CallerPolicy(options).LetsAnybodyIn)
            yield return "[authorization] required_roles, allowed_users and allowed_projects are all empty: any user of the cloud who reaches this daemon is answered. Set one of them.";
        foreach (var (option, item) in Items(options))
        {
            if (AllowedItem.TryParse(item, out var read) && read.Domain is null && !LooksLikeAnId(read.Name))
                yield return $"[authorization] {option}: '{item}' counts as an id, which it hardly is; write a name with its domain, such as Default:{Example(option)}.";
        }
    }

    private static IEnumerable<(string Option, string Item)> Items(AuthorizationOptions options) =>
        options.AllowedUsers.Select(item => ("allowed_users", item)).Concat(options.AllowedProjects.Select(item => ("allowed_projects", item)));

    private static string Example(string option) => option == "allowed_users" ? "nova" : "service";

    // Keystone makes 32 hexadecimal digits, and 64 for users of LDAP and of other identity providers.
    private static bool LooksLikeAnId(string text) => text.Length >= 32 && text.All(character => char.IsAsciiHexDigit(character) || character == '-');
}
