using System.Text;
using System.Text.RegularExpressions;

namespace Pollinate.Host.Authentication;

/// <summary>
/// One call that an application credential may be used for
/// (https://docs.openstack.org/keystone/latest/user/application_credentials.html#access-rules). Immutable.
/// </summary>
internal sealed partial class AccessRule
{
    private readonly string _method;
    private readonly string _service;
    private readonly Regex _path;

    public AccessRule(string service, string method, string path)
    {
        _service = service;
        _method = method;
        // Users write these, so the matcher is one whose time does not depend on what they write.
        _path = new Regex(ToPattern(path), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    public bool Allows(string service, string method, string path) =>
        _method == method && _service == service && _path.IsMatch(path);

    // {name} and * stand for one segment, ** for anything, all else for itself.
    private static string ToPattern(string path)
    {
        var pattern = new StringBuilder(@"\A");
        foreach (Match part in Parts().Matches(path))
        {
            pattern.Append(part.Value switch
            {
                "**" => ".*",
                "*" => "[^/]+",
                ['{', .., '}'] => "[^/]+",
                _ => Regex.Escape(part.Value),
            });
        }

        return pattern.Append(@"\z").ToString();
    }

    [GeneratedRegex(@"\{[^}]*\}|\*\*|\*|[^{*]+|\{", RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
