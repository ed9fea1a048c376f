using System.Security.Cryptography;
using System.Text;

namespace Pollinate.Host.Plugins;

/// <summary>
/// The hash of everything in a plugin's folder: the SHA-256 of the list that <c>sha256sum --zero</c> prints of its files by their
/// paths within the folder, in the order of the paths' bytes. So it can be computed without the daemon:
/// <c>find -L . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum --zero -- | sha256sum</c>.
/// </summary>
internal static class PluginDigest
{
    /// <returns>64 hexadecimal digits in lower case.</returns>
    public static string Of(string folder)
    {
        using var list = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, path))))
            .OrderBy(file => file.Name, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));
        foreach (var (path, name) in files)
        {
            using var content = File.OpenRead(path);
            list.AppendData(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content))));
            list.AppendData("  "u8);
            list.AppendData(name);
            // No name can hold it, so two different folders never read as the same list.
            list.AppendData("\0"u8);
        }

        return Convert.ToHexStringLower(list.GetHashAndReset());
    }
}
