namespace Pollinate.Fuzz.Targets;

/// <summary>A connection whose other end says what is given, in pieces of several sizes, and takes anything.</summary>
internal sealed class CannedStream(byte[] said) : Stream
{
    private static readonly int[] Pieces = [1, 7, 4096, 24, 65536];

    private int _at;
    private int _reads = said.Length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = Math.Min(Math.Min(buffer.Length, said.Length - _at), Pieces[_reads++ % Pieces.Length]);
        said.AsMemory(_at, length).CopyTo(buffer);
        _at += length;
        return new(length);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
