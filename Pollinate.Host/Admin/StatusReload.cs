namespace Pollinate.Host.Admin;

/// <summary>One reload.</summary>
internal sealed record StatusReload(DateTimeOffset At, string Cause, bool IsSuccess, string Text);
