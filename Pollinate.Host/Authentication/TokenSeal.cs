using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Authentication;

/// <summary>
/// keystonemiddleware's <c>memcache_security_strategy</c>: the name of a token's entry in a shared cache, and its protection.
/// With MAC and ENCRYPT both come from the token and the secret, so that whoever has only the cache can neither tell nor read
/// nor write an entry, nor put one in another's place. Safe for any thread.
/// </summary>
internal sealed class TokenSeal
{
    private const string Prefix = "tokens/";
    private const int PartLength = 16;
    private const int BlockLength = 16;

    /// <summary>The characters of an HMAC-SHA384 in base64.</summary>
    private const int SignatureLength = 64;

    private readonly byte[]? _secret;
    private readonly byte[] _strategy;
    private readonly bool _encrypts;

    private TokenSeal(byte[]? secret, string strategy)
    {
        _secret = secret;
        // Its name is a part of every key. keystonemiddleware takes it as it is typed, which is upper case.
        _strategy = Encoding.ASCII.GetBytes(strategy);
        _encrypts = strategy == "ENCRYPT";
    }

    public static TokenSeal Of(KeystoneAuthtokenOptions options)
    {
        var strategy = options.MemcacheSecurityStrategy.ToUpperInvariant();
        return strategy is "MAC" or "ENCRYPT"
            ? new(Encoding.UTF8.GetBytes(options.MemcacheSecretKey ?? ""), strategy)
            : new(null, "");
    }

    /// <summary>The name of a token's entry.</summary>
    public string KeyOf(string token)
    {
        if (_secret is null)
            return Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        // As Python writes bytes.
        return $"{Prefix}b'{Convert.ToBase64String(KeysOf(token).AsSpan(0, PartLength))}'";
    }

    /// <summary>Protects an entry.</summary>
    public byte[] Seal(string token, byte[] entry)
    {
        if (_secret is null)
            return entry;
        var keys = KeysOf(token);
        var body = Encoding.ASCII.GetBytes(Convert.ToBase64String(_encrypts ? Encrypt(keys, entry) : entry));
        return [.. Encoding.ASCII.GetBytes(Convert.ToBase64String(Sign(keys, body))), .. body];
    }

    /// <summary>Undoes <see cref="Seal"/>.</summary>
    /// <returns>Null when it was not sealed for this token with this secret.</returns>
    public byte[]? Open(string token, byte[] value)
    {
        if (_secret is null)
            return value;
        if (value.Length < SignatureLength)
            return null;
        var keys = KeysOf(token);
        var body = value.AsSpan(SignatureLength);
        var signature = Encoding.ASCII.GetBytes(Convert.ToBase64String(Sign(keys, body)));
        if (!CryptographicOperations.FixedTimeEquals(signature, value.AsSpan(0, SignatureLength)))
            return null;
        var content = new byte[Base64.GetMaxDecodedFromUtf8Length(body.Length)];
        if (Base64.DecodeFromUtf8(body, content, out _, out var length) != System.Buffers.OperationStatus.Done)
            return null;
        return _encrypts ? Decrypt(keys, content.AsSpan(0, length)) : content[..length];
    }

    // 48 bytes: of the name, the signature and the encryption.
    private byte[] KeysOf(string token)
    {
        byte[] message = [.. Encoding.ASCII.GetBytes(token), .. _strategy];
        return HMACSHA384.HashData(_secret!, message);
    }

    private static byte[] Sign(byte[] keys, ReadOnlySpan<byte> body) => HMACSHA384.HashData(keys.AsSpan(PartLength, PartLength), body);

    private static byte[] Encrypt(byte[] keys, byte[] entry)
    {
        using var aes = AesOf(keys);
        var iv = RandomNumberGenerator.GetBytes(BlockLength);
        return [.. iv, .. aes.EncryptCbc(entry, iv)];
    }

    private static byte[]? Decrypt(byte[] keys, ReadOnlySpan<byte> content)
    {
        if (content.Length < 2 * BlockLength || content.Length % BlockLength != 0)
            return null;
        try
        {
            using var aes = AesOf(keys);
            return aes.DecryptCbc(content[BlockLength..], content[..BlockLength]);
        }
        catch (CryptographicException)
        {
            // Signed, but not padded as we do.
            return null;
        }
    }

    private static Aes AesOf(byte[] keys)
    {
        var aes = Aes.Create();
        aes.SetKey(keys.AsSpan(2 * PartLength, PartLength));
        return aes;
    }
}
