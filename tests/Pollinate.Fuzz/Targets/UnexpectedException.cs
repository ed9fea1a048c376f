namespace Pollinate.Fuzz.Targets;

/// <summary>Something was read, but not as it should be.</summary>
internal sealed class UnexpectedException : Exception
{
    public UnexpectedException()
    {
    }

    public UnexpectedException(string message)
        : base(message)
    {
    }

    public UnexpectedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
