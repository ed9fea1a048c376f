namespace Pollinate.Fuzz;

/// <summary>Why nothing can be run, in one sentence.</summary>
internal sealed class FuzzException : Exception
{
    public FuzzException()
    {
    }

    public FuzzException(string message)
        : base(message)
    {
    }

    public FuzzException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
