namespace Pollinate.Host.Configuration.Resolution;

/// <summary>The text that wins for an option, before substitution.</summary>
/// <param name="Text">The text.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="OldName">The old name that it was found under, or null.</param>
internal sealed record RawValue(string Text, ValueOrigin Origin, string? OldName);
