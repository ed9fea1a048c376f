using System.Buffers;

namespace Pollinate.Host.OpenStack;

/// <summary>The version at the end of an address, such as <c>/v3</c> or <c>/v2.1</c>.</summary>
internal static class UrlVersion
{
    private static readonly SearchValues<char> Number = SearchValues.Create("0123456789.");

    /// <summary>The last segment of the path, when it is a version; else null.</summary>
    public static string? Of(string address)
    {
        var segment = address[(address.LastIndexOf('/') + 1)..];
        return segment.Length >= 2 && segment[0] == 'v' && !segment.AsSpan(1).ContainsAnyExcept(Number)
            ? segment
            : null;
    }

    /// <summary>The address without its last segment.</summary>
    public static string Remove(string address) => address[..address.LastIndexOf('/')].TrimEnd('/');
}
