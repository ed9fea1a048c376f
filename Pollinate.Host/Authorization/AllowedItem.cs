using System.Diagnostics.CodeAnalysis;

namespace Pollinate.Host.Authorization;

/// <summary>An item of <c>[authorization] allowed_users</c> or <c>allowed_projects</c>. Immutable.</summary>
/// <param name="Domain">The id or name of the domain that <paramref name="Name"/> is in; null when that is an id.</param>
/// <param name="Name">A name, or an id.</param>
internal sealed record AllowedItem(string? Domain, string Name)
{
    /// <summary>Reads <c>id</c> or <c>domain:name</c>. The first colon counts: ids have none, names may.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AllowedItem? item)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        item = colon < 0 ? new(null, text.Trim()) : new(text[..colon].Trim(), text[(colon + 1)..].Trim());
        if (item.Name.Length == 0 || item.Domain?.Length == 0)
            item = null;
        return item is not null;
    }

    /// <summary>Whether it is this user or project. Case matters, as in Keystone's ids; a null is nothing.</summary>
    public bool Is(string? id, string? name, string? domainId, string? domainName) =>
        Domain is null ? id == Name : name == Name && (domainId == Domain || domainName == Domain);
}
