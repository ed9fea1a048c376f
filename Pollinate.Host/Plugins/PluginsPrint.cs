using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pollinate.Host.Plugins;

/// <summary>
/// The plugin folders as they were at a moment, by names, sizes and times: two prints that are equal were taken of the same
/// files. Cheap enough for each second, and right where events of the file system are not: on network file systems, behind
/// links, when the system's limits of watches are spent. Immutable.
/// </summary>
internal sealed class PluginsPrint : IEquatable<PluginsPrint>
{
    /// <summary>Folders in folders; links can lead in a circle.</summary>
    private const int Deepest = 16;

    private readonly FrozenDictionary<string, string> _folders;
    private readonly string _whole;

    private PluginsPrint(IReadOnlyList<string> directories, IEnumerable<KeyValuePair<string, string>> folders)
    {
        _folders = folders.ToFrozenDictionary(StringComparer.Ordinal);
        _whole = string.Join('\n', directories.Concat(
            _folders.OrderBy(folder => folder.Key, StringComparer.Ordinal).Select(folder => $"{folder.Key} {folder.Value}")));
    }

    /// <summary>Takes a print; a folder that is missing or can't be read is empty.</summary>
    /// <param name="directories">The folders that hold plugin folders, absolute.</param>
    public static PluginsPrint Take(IReadOnlyList<string> directories) => new(
        directories,
        directories.Distinct(StringComparer.Ordinal).SelectMany(PluginFolders).DistinctBy(pair => pair.Key, StringComparer.Ordinal));

    /// <summary>Whether a plugin folder is the same in both.</summary>
    public bool IsSame(PluginsPrint other, string folder) => _folders.GetValueOrDefault(folder) == other._folders.GetValueOrDefault(folder);

    public bool Equals(PluginsPrint? other) => other is not null && _whole == other._whole;

    public override bool Equals(object? obj) => Equals(obj as PluginsPrint);

    public override int GetHashCode() => _whole.GetHashCode(StringComparison.Ordinal);

    private static IEnumerable<KeyValuePair<string, string>> PluginFolders(string directory) =>
        Entries(directory)
            .Where(path => !Path.GetFileName(path).StartsWith('.') && Directory.Exists(path))
            .Select(path => KeyValuePair.Create(path, Hash(path)));

    private static string Hash(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, folder, 0);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string folder, int depth)
    {
        foreach (var path in Entries(folder))
        {
            var isFolder = Directory.Exists(path);
            var state = isFolder ? "folder" : FileTimes.Of(path).ToString();
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{depth}\0{Path.GetFileName(path)}\0{state}\0")));
            if (isFolder && depth < Deepest)
                Add(hash, path, depth + 1);
        }
    }

    private static List<string> Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
