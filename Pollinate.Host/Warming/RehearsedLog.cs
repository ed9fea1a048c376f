using Pollinate.Host.Logging;

namespace Pollinate.Host.Warming;

/// <summary>The daemon's log up to where a line is written: what is logged here is put together and seen by nobody.</summary>
internal sealed class RehearsedLog(LogProvider log) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new DaemonLogger(categoryName, log, isRehearsal: true);

    public void Dispose()
    {
        // The log is the daemon's.
    }
}
