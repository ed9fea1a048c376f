namespace Pollinate.Host.Logging;

/// <summary>What is in force of the log: a reload makes another. Immutable.</summary>
/// <param name="Settings">What the options say.</param>
/// <param name="Output">Where events go.</param>
internal sealed record LogState(LogSettings Settings, LogOutput Output);
