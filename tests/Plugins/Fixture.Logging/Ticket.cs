namespace Fixture.Logging;

/// <summary>A value that describes itself.</summary>
public sealed record Ticket(int Number);
