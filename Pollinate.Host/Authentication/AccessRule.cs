namespace Pollinate.Host.Authentication;

/// <summary>
/// One call that an application credential may be used for
/// (https://docs.openstack.org/keystone/latest/user/application_credentials.html#access-rules). Immutable.
/// </summary>
/// <remarks>
/// Users write these, so the path is matched by all the ways that it may go at once: what it costs is bounded by the two
/// lengths, whatever they write, and a rule takes no more memory than its path.
/// </remarks>
internal sealed class AccessRule
{
    /// <summary>The longest path that is read: Keystone's own database has room for 128 characters.</summary>
    public const int LongestPath = 255;

    // What is no character stands for characters.
    private const int OneOfSegment = -1;
    private const int RestOfSegment = -2;
    private const int Anything = -3;

    private readonly string _method;
    private readonly string _service;
    private readonly int[] _path;

    public AccessRule(string service, string method, string path)
    {
        _service = service;
        _method = method;
        _path = [.. Parts(path)];
    }

    public bool Allows(string service, string method, string path) =>
        _method == method && _service == service && Matches(path);

    // {name} and * stand for one segment, ** for anything, all else for itself.
    private static IEnumerable<int> Parts(string path)
    {
        for (var index = 0; index < path.Length; index++)
        {
            var end = path[index] == '{' ? path.IndexOf('}', index) : -1;
            if (path[index] == '*' && index + 1 < path.Length && path[index + 1] == '*')
            {
                index++;
                yield return Anything;
            }
            else if (path[index] == '*' || end > 0)
            {
                index = Math.Max(index, end);
                yield return OneOfSegment;
                yield return RestOfSegment;
            }
            else
            {
                yield return path[index];
            }
        }
    }

    private bool Matches(string path)
    {
        // Whether the path so far may end before the part of that index.
        Span<bool> now = stackalloc bool[(2 * LongestPath) + 1];
        Span<bool> next = stackalloc bool[(2 * LongestPath) + 1];
        now.Clear();
        now[0] = true;
        SkipWhatMayBeNothing(now);
        foreach (var character in path)
        {
            next.Clear();
            for (var index = 0; index < _path.Length; index++)
            {
                if (!now[index])
                    continue;
                var part = _path[index];
                if (part == character || (part == OneOfSegment && character != '/'))
                    next[index + 1] = true;
                else if (part == Anything || (part == RestOfSegment && character != '/'))
                    next[index] = true;
            }

            SkipWhatMayBeNothing(next);
            var last = now;
            now = next;
            next = last;
        }

        return now[_path.Length];
    }

    private void SkipWhatMayBeNothing(Span<bool> reached)
    {
        for (var index = 0; index < _path.Length; index++)
        {
            if (reached[index] && _path[index] is RestOfSegment or Anything)
                reached[index + 1] = true;
        }
    }
}
