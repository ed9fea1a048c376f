namespace Pollinate.Host.Telemetry;

/// <summary>What went wrong last.</summary>
/// <param name="At">When.</param>
/// <param name="Text">What, on one line, without secrets.</param>
internal sealed record LastFailure(DateTimeOffset At, string Text);
