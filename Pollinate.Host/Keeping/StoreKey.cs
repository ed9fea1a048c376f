using System.Security.Cryptography;
using System.Text;
using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Keeping;

/// <summary>
/// What a store was filled under: every option that what it holds may depend on, and the content of the files that they name.
/// Of another configuration the same key says that what is kept holds there, too. A hash that nobody outside of the process
/// can work out, for passwords are among the options. Immutable.
/// </summary>
internal sealed class StoreKey : IEquatable<StoreKey>
{
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    private readonly byte[] _hash;

    private StoreKey(byte[] hash) => _hash = hash;

    /// <summary>Makes one.</summary>
    /// <param name="sections">The options, each section as the record that declares it.</param>
    /// <param name="files">The files whose content counts; null and empty are none. One that can't be read is like no other.</param>
    public static StoreKey Of(IEnumerable<object> sections, IEnumerable<string?> files)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Secret);
        foreach (var section in sections)
        {
            Add(hash, section.GetType().Name);
            foreach (var (property, option) in OptionRecords.Properties(section.GetType()))
            {
                Add(hash, option.Name);
                AddValue(hash, property.GetValue(section));
            }
        }

        foreach (var file in files)
            Add(hash, Content(file));
        return new(hash.GetHashAndReset());
    }

    /// <summary>The files that the options of a section name.</summary>
    public static IEnumerable<string?> FilesOf(object section) =>
        from pair in OptionRecords.Properties(section.GetType())
        where pair.Option.Path == PathPlace.Whole
        select (string?)pair.Property.GetValue(section);

    public bool Equals(StoreKey? other) => other is not null && CryptographicOperations.FixedTimeEquals(_hash, other._hash);

    public override bool Equals(object? obj) => Equals(obj as StoreKey);

    public override int GetHashCode() => BitConverter.ToInt32(_hash);

    private static void AddValue(IncrementalHash hash, object? value)
    {
        switch (value)
        {
            case null:
                hash.AppendData([0]);
                break;
            case IReadOnlyList<string> list:
                hash.AppendData([1]);
                hash.AppendData(BitConverter.GetBytes(list.Count));
                foreach (var item in list)
                    Add(hash, item);
                break;
            case string or int or double or bool:
                hash.AppendData([2]);
                Add(hash, FormattableString.Invariant($"{value}"));
                break;
            default:
                throw new InvalidOperationException($"An option of {value.GetType()} has no place in a key.");
        }
    }

    private static void Add(IncrementalHash hash, string text) => Add(hash, Encoding.UTF8.GetBytes(text));

    // With its length, so that no two rows of parts are the same bytes.
    private static void Add(IncrementalHash hash, byte[] part)
    {
        hash.AppendData(BitConverter.GetBytes(part.Length));
        hash.AppendData(part);
    }

    private static byte[] Content(string? file)
    {
        if (string.IsNullOrEmpty(file))
            return [];
        try
        {
            return SHA256.HashData(File.ReadAllBytes(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Whoever needs the file says what is wrong with it. What is not known is not the same.
            return RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);
        }
    }
}
