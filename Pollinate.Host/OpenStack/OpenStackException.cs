namespace Pollinate.Host.OpenStack;

/// <summary>
/// A service of the cloud could not be asked, or answered other than its API says. The message names the service, the
/// call and what was wrong, and never holds a token, a password or a body.
/// </summary>
internal sealed class OpenStackException(string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>No answer came: the connection failed or was dropped, or the time was up. Another try may help.</summary>
    public bool IsWithoutAnswer { get; init; }

    /// <summary>It was not asked at all, since it is in trouble that has been told of; see <see cref="CallPause"/>.</summary>
    public bool IsSpared { get; init; }

    /// <summary>The service is well and does not like this one call: that is no reason to spare it others.</summary>
    public bool IsOfThisCall { get; init; }

    /// <summary>How long the service asks to be left alone, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
