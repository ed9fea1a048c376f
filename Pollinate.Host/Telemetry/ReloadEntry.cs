namespace Pollinate.Host.Telemetry;

/// <summary>One reload, or the start.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Cause">Why it was made.</param>
/// <param name="IsSuccess">Whether its generation is in force.</param>
/// <param name="Text">What has changed, or what stands against it.</param>
internal sealed record ReloadEntry(DateTimeOffset At, string Cause, bool IsSuccess, string Text);
