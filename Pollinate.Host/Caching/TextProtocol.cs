using System.Globalization;
using System.Text;

namespace Pollinate.Host.Caching;

/// <summary>
/// memcached's text protocol (https://docs.memcached.org/protocols/basic/), with the three commands that a cache needs.
/// </summary>
internal sealed class TextProtocol(MemcachedStream stream) : IMemcachedProtocol
{
    public async ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        await WriteAsync($"get {key}\r\n", cancellationToken);
        var line = await stream.ReadLineAsync(cancellationToken);
        if (line == "END")
            return null;
        var value = new byte[LengthOf(line, key)];
        await stream.ReadExactlyAsync(value, cancellationToken);
        if (await stream.ReadLineAsync(cancellationToken) != "" || await stream.ReadLineAsync(cancellationToken) != "END")
            throw Unexpected();
        return value;
    }

    public async ValueTask<bool> SetAsync(string key, ReadOnlyMemory<byte> value, long expiry, CancellationToken cancellationToken)
    {
        var command = Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"set {key} 0 {expiry} {value.Length}\r\n"));
        var message = new byte[command.Length + value.Length + 2];
        command.CopyTo(message, 0);
        value.CopyTo(message.AsMemory(command.Length));
        "\r\n"u8.CopyTo(message.AsSpan(message.Length - 2));
        await stream.WriteAsync(message, cancellationToken);
        var line = await stream.ReadLineAsync(cancellationToken);
        // Too large for it, or out of memory: it has read the value all the same.
        if (line.StartsWith("SERVER_ERROR", StringComparison.Ordinal))
            return false;
        return line == "STORED" ? true : throw Unexpected(line);
    }

    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        await WriteAsync($"delete {key}\r\n", cancellationToken);
        if (await stream.ReadLineAsync(cancellationToken) is not ("DELETED" or "NOT_FOUND") and var line)
            throw Unexpected(line);
    }

    private ValueTask WriteAsync(string command, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.Latin1.GetBytes(command), cancellationToken);

    // VALUE <key> <flags> <bytes>
    private static int LengthOf(string line, string key)
    {
        var parts = line.Split(' ');
        return parts.Length == 4 && parts[0] == "VALUE" && parts[1] == key
            && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= MemcachedCache.LargestValue
                ? length
                : throw Unexpected(line);
    }

    // Its own words may be anything; the kind of error is all that is passed on.
    private static CacheException Unexpected(string line = "") => new(
        line.StartsWith("SERVER_ERROR", StringComparison.Ordinal) ? "answered SERVER_ERROR"
        : line.StartsWith("CLIENT_ERROR unauthenticated", StringComparison.Ordinal) ? "wants to be authenticated to"
        : line.StartsWith("CLIENT_ERROR", StringComparison.Ordinal) ? "answered CLIENT_ERROR"
        : "answered other than memcached does");
}
