namespace Fixture.Dispatch;

/// <summary>An exception that can't even be described.</summary>
public sealed class UnspeakableException : Exception
{
    public override string Message => throw new NotSupportedException("the message throws");

    public override string ToString() => throw new NotSupportedException("the text throws");
}
