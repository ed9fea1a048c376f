using System.Buffers;

namespace Pollinate.Host.OpenStack;

/// <summary>The version in an address, such as <c>/v3</c> or <c>/v2.1</c>.</summary>
internal static class UrlVersion
{
    private static readonly SearchValues<char> Number = SearchValues.Create("0123456789.");

    /// <summary>The last segment of the path, when it is a version; else null.</summary>
    public static string? Of(string address)
    {
        var last = address.LastIndexOf('/');
        // What stands behind the scheme is a host, whatever its name.
        if (last < 1 || address[last - 1] == '/')
            return null;
        var segment = address[(last + 1)..];
        return IsVersion(segment) ? segment : null;
    }

    /// <summary>Whether any segment of the path is a version; behind it there may be a project's id.</summary>
    public static bool IsIn(string address)
    {
        foreach (var segment in address.AsSpan().Split('/'))
        {
            if (IsVersion(address.AsSpan(segment)))
                return true;
        }

        return false;
    }

    /// <summary>The address without its last segment.</summary>
    public static string Remove(string address) => address[..address.LastIndexOf('/')].TrimEnd('/');

    private static bool IsVersion(ReadOnlySpan<char> segment) =>
        segment.Length >= 2 && segment[0] == 'v' && !segment[1..].ContainsAnyExcept(Number);
}
