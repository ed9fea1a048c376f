namespace Fixture.Checking;

/// <summary>Of the plugin's own: to keep one would keep the plugin.</summary>
public sealed class CheckException(string message) : Exception(message);
