using System.Text;

namespace Pollinate.Host.Caching;

/// <summary>Reads and writes a connection with memcached: lines and blocks, of bounded size. For one call at a time.</summary>
internal sealed class MemcachedStream(Stream stream) : IAsyncDisposable
{
    /// <summary>The longest line that memcached answers with: a key has 250 characters at most.</summary>
    private const int LongestLine = 1024;

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        stream.WriteAsync(bytes, cancellationToken);

    /// <summary>The next line, without its end.</summary>
    /// <exception cref="CacheException">There is none, or it is longer than any line of memcached's.</exception>
    public async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var pending = _buffer.AsSpan(_start, _end - _start);
            var end = pending.IndexOf("\r\n"u8);
            if (end >= 0 && end <= LongestLine)
            {
                var line = Encoding.Latin1.GetString(pending[..end]);
                _start += end + 2;
                return line;
            }

            if (pending.Length > LongestLine)
                throw new CacheException("answered other than memcached does");
            await FillAsync(cancellationToken);
        }
    }

    /// <summary>As many bytes as there is room for.</summary>
    /// <exception cref="CacheException">There are fewer.</exception>
    public async ValueTask ReadExactlyAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (target.Length > 0)
        {
            if (_start == _end)
                await FillAsync(cancellationToken);
            var length = Math.Min(target.Length, _end - _start);
            _buffer.AsMemory(_start, length).CopyTo(target);
            _start += length;
            target = target[length..];
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        if (read == 0)
            throw new CacheException("closed the connection");
        _end += read;
    }
}
