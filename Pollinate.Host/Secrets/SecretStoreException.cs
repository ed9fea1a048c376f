namespace Pollinate.Host.Secrets;

/// <summary>
/// The secrets can't be read. The message names the back end, the call and what was wrong, and never holds a secret.
/// </summary>
/// <param name="message">What was wrong and what to do.</param>
/// <param name="isRefused">Whether the back end said that we may not.</param>
/// <param name="innerException">The cause, if another exception is.</param>
internal sealed class SecretStoreException(string message, bool isRefused = false, Exception? innerException = null)
    : Exception(message, innerException)
{
    public bool IsRefused { get; } = isRefused;

    /// <summary>Whether the back end said that there are no such secrets, or no longer.</summary>
    public bool IsGone { get; init; }

    /// <summary>How long the back end asks to be left alone, or null when it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether this is the back end's answer, after which secrets of an earlier one must not be given out; anything else
    /// may pass by itself.
    /// </summary>
    public bool IsAnswer => IsRefused || IsGone;

    /// <summary>
    /// The same once more. An exception that was thrown through a plugin's code keeps the plugin in memory, so one that is kept
    /// must not be the one that is thrown.
    /// </summary>
    public SecretStoreException Copy() => new(Message, IsRefused, InnerException) { IsGone = IsGone, RetryAfter = RetryAfter };
}
