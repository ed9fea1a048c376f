using NLog;
using NLog.Common;
using NLog.Targets;
using NLog.Targets.Wrappers;

namespace Pollinate.Host.Logging;

/// <summary>
/// Logs to a file, and to the process's standard error for as long as the file can't be written to: its disk is full, its folder
/// is gone, there is no file descriptor left. Each line tries the file first, so that it is used again as soon as it can be.
/// </summary>
[Target("pollinate-file", IsWrapper = true)]
internal sealed class FileOrStandardErrorTarget : WrapperTargetBase
{
    private readonly string _path;
    private readonly FileTarget _file;
    private int _isAway;

    /// <param name="file">The file.</param>
    /// <param name="path">Its path, for the operator.</param>
    public FileOrStandardErrorTarget(FileTarget file, string path)
    {
        Name = "file-or-stderr";
        WrappedTarget = file;
        _path = path;
        _file = file;
    }

    protected override void Write(AsyncLogEventInfo logEvent) =>
        WrappedTarget!.WriteAsyncLogEvent(logEvent.LogEvent.WithContinuation(exception => Written(logEvent, exception)));

    private void Written(AsyncLogEventInfo logEvent, Exception? exception)
    {
        if (exception is null)
        {
            if (Volatile.Read(ref _isAway) == 1 && Interlocked.Exchange(ref _isAway, 0) == 1)
                StandardError.WriteLine($"nova-pollinate: [DEFAULT] log_file: {_path} can be written to again; the log goes there.");
            logEvent.Continuation(null);
            return;
        }

        if (Interlocked.Exchange(ref _isAway, 1) == 0)
            StandardError.WriteLine($"nova-pollinate: warning: [DEFAULT] log_file: {_path} can't be written to ({exception.Message.TrimEnd('.')}); the log goes here until it can.");
        StandardError.WriteLine(RenderLogEvent(_file.Layout, logEvent.LogEvent));
        logEvent.Continuation(null);
    }
}
