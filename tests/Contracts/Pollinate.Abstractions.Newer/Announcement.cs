namespace Pollinate.Abstractions;

/// <summary>A type that the contract does not have yet.</summary>
public sealed record Announcement(string Text);
