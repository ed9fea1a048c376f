using NLog;
using NLog.Targets;

namespace Pollinate.Host.Logging;

/// <summary>A target for the daemon's own events. The thread of the log writes to it and no other.</summary>
internal abstract class LineTarget : Target
{
    protected sealed override void Write(LogEventInfo logEvent)
    {
        if (logEvent is LogRecord line)
            Write(line);
    }

    protected abstract void Write(LogRecord line);

    /// <summary>Nothing more comes for the moment: what was gathered goes out.</summary>
    public virtual void EndBatch()
    {
    }
}
