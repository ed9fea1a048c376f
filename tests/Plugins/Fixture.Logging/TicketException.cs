namespace Fixture.Logging;

/// <summary>An exception of the plugin's own.</summary>
public sealed class TicketException(string message) : Exception(message);
