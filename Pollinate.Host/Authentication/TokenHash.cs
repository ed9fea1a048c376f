using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Pollinate.Host.Authentication;

/// <summary>
/// The SHA-256 of a token: what tokens are known by wherever they are kept. The token cannot be told from it.
/// </summary>
internal readonly record struct TokenHash
{
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    private TokenHash(ReadOnlySpan<byte> hash)
    {
        _first = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        _second = BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]);
        _third = BinaryPrimitives.ReadUInt64LittleEndian(hash[16..]);
        _fourth = BinaryPrimitives.ReadUInt64LittleEndian(hash[24..]);
    }

    /// <summary>Hashes a token.</summary>
    /// <param name="token">ASCII, and no longer than <see cref="CallerToken.MaximumLength"/>.</param>
    [SkipLocalsInit]
    public static TokenHash Of(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> bytes = stackalloc byte[CallerToken.MaximumLength];
        var length = Encoding.ASCII.GetBytes(token, bytes);
        SHA256.HashData(bytes[..length], hash);
        return new(hash);
    }

    // Every bit of a hash is as good as any other.
    public override int GetHashCode() => _first.GetHashCode();

    public bool Equals(TokenHash other) =>
        _first == other._first && _second == other._second && _third == other._third && _fourth == other._fourth;
}
