namespace Pollinate.Harness;

/// <summary>Why something can't be measured, in one sentence.</summary>
internal sealed class HarnessException : Exception
{
    public HarnessException()
    {
    }

    public HarnessException(string message)
        : base(message)
    {
    }

    public HarnessException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
