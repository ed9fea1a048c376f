using System.Buffers;

namespace Pollinate.Host.Configuration.Dialect;

/// <summary>Names of options in messages.</summary>
internal static class OptionName
{
    private const int Longest = 40;

    private static readonly SearchValues<char> Usual = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.-");

    /// <summary>
    /// The name quoted, if it can be meant for one. What else stands before the first <c>=</c> of a line may be the end of a key
    /// that was pasted over several lines, and then it is a secret; the place is enough to find it.
    /// </summary>
    public static string Quote(string name) =>
        name.Length <= Longest && !name.AsSpan().ContainsAnyExcept(Usual) ? $"'{name}'" : "that begins this line";
}
