namespace Pollinate.Host.Configuration.Resolution;

/// <summary>A value can't be used. The message says why and what to do.</summary>
internal sealed class ValueException(string message) : Exception(message);
