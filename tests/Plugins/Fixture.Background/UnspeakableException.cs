namespace Fixture.Background;

/// <summary>An exception that can be asked nothing.</summary>
public sealed class UnspeakableException : Exception
{
    public override string Message => throw new NotSupportedException("no message");

    public override string ToString() => throw new NotSupportedException("no text");
}
