using NLog;
using NLog.Targets;

namespace Pollinate.Host.Logging;

/// <summary>
/// Logs to the process's own standard error. NLog's console target asks <see cref="Console.Error"/> for each event, and any
/// plugin can put a writer of its own there.
/// </summary>
[Target("pollinate-stderr")]
internal sealed class StandardErrorTarget : TargetWithLayout
{
    public StandardErrorTarget(string name) => Name = name;

    protected override void Write(LogEventInfo logEvent) => StandardError.WriteLine(RenderLogEvent(Layout, logEvent));
}
