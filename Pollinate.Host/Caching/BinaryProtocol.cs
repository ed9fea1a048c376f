using System.Buffers.Binary;
using System.Text;

namespace Pollinate.Host.Caching;

/// <summary>
/// memcached's binary protocol (https://docs.memcached.org/protocols/binary/). The text protocol does all the same, but a
/// server with SASL (<c>memcached -S</c>) speaks this one alone.
/// </summary>
internal sealed class BinaryProtocol(MemcachedStream stream) : IMemcachedProtocol
{
    private const int HeaderLength = 24;
    private const byte RequestMagic = 0x80;
    private const byte AnswerMagic = 0x81;
    private const byte Get = 0x00;
    private const byte Set = 0x01;
    private const byte Delete = 0x04;
    private const byte Authenticate = 0x21;
    private const ushort Done = 0x00;
    private const ushort NotFound = 0x01;
    private const ushort TooLarge = 0x03;
    private const ushort NotStored = 0x05;
    private const ushort NotAuthenticated = 0x20;
    private const ushort OutOfMemory = 0x82;

    /// <summary>Logs in with the mechanism PLAIN.</summary>
    /// <exception cref="CacheException">The server refuses.</exception>
    public async ValueTask AuthenticateAsync(string username, string password, CancellationToken cancellationToken)
    {
        var (status, _) = await CallAsync(
            Authenticate, "PLAIN", default, Encoding.UTF8.GetBytes($"\0{username}\0{password}"), cancellationToken);
        if (status != Done)
            throw new CacheException("refused memcache_username and memcache_password");
    }

    public async ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        var (status, value) = await CallAsync(Get, key, default, default, cancellationToken);
        return status switch
        {
            Done => value,
            NotFound => null,
            _ => throw Unexpected(status),
        };
    }

    public async ValueTask<bool> SetAsync(string key, ReadOnlyMemory<byte> value, long expiry, CancellationToken cancellationToken)
    {
        // The flags, and the expiry.
        var extras = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(extras.AsSpan(4), (uint)expiry);
        var (status, _) = await CallAsync(Set, key, extras, value, cancellationToken);
        return status switch
        {
            Done => true,
            TooLarge or NotStored or OutOfMemory => false,
            _ => throw Unexpected(status),
        };
    }

    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var (status, _) = await CallAsync(Delete, key, default, default, cancellationToken);
        if (status is not (Done or NotFound))
            throw Unexpected(status);
    }

    private async ValueTask<(ushort Status, byte[] Value)> CallAsync(
        byte operation, string key, ReadOnlyMemory<byte> extras, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        var keyBytes = Encoding.Latin1.GetBytes(key);
        var message = new byte[HeaderLength + extras.Length + keyBytes.Length + value.Length];
        message[0] = RequestMagic;
        message[1] = operation;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)keyBytes.Length);
        message[4] = (byte)extras.Length;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(8), message.Length - HeaderLength);
        extras.CopyTo(message.AsMemory(HeaderLength));
        keyBytes.CopyTo(message.AsMemory(HeaderLength + extras.Length));
        value.CopyTo(message.AsMemory(HeaderLength + extras.Length + keyBytes.Length));
        await stream.WriteAsync(message, cancellationToken);

        var header = new byte[HeaderLength];
        await stream.ReadExactlyAsync(header, cancellationToken);
        var before = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) + header[4];
        var length = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8));
        if (header[0] != AnswerMagic || header[1] != operation || length < before || length > MemcachedCache.LargestValue + before)
            throw Unexpected(Done);
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return (BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(6)), body[before..]);
    }

    private static CacheException Unexpected(ushort status) => new(status switch
    {
        Done => "answered other than memcached does",
        NotAuthenticated => "wants to be authenticated to",
        _ => $"answered the status {status}",
    });
}
