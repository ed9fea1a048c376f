namespace Pollinate.Abstractions;

/// <summary>
/// A service of the cloud could not be asked, or answered other than its API says. The message names the service, the
/// call and what was wrong, and holds no secret.
/// </summary>
public sealed class LookupException : Exception
{
    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">The service, the call and what was wrong.</param>
    public LookupException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">The service, the call and what was wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public LookupException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a message of its own.</summary>
    public LookupException()
    {
    }
}
