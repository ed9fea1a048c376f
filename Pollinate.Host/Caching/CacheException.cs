namespace Pollinate.Host.Caching;

/// <summary>
/// A server of the shared cache could not be asked, or answered other than such a server does. The message goes on behind the
/// server's name, without a full stop, and holds nothing of what the server said.
/// </summary>
internal sealed class CacheException(string message, Exception? innerException = null) : Exception(message, innerException);
