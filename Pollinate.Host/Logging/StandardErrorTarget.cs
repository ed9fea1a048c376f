using NLog.Targets;
using Pollinate.Host.Files;

namespace Pollinate.Host.Logging;

/// <summary>
/// Logs to the process's own standard error. NLog's console target asks <see cref="Console.Error"/> for each event, and any
/// plugin can put a writer of its own there. Where standard error is the journal, each line begins with its priority
/// (https://www.freedesktop.org/software/systemd/man/latest/sd-daemon.html).
/// </summary>
[Target("pollinate-stderr")]
internal sealed class StandardErrorTarget : LineTarget
{
    private readonly ILineForm _form;
    private readonly bool _isJournal;

    /// <param name="form">The form of a line.</param>
    /// <param name="isJournal">Whether the journal reads it.</param>
    public StandardErrorTarget(ILineForm form, bool isJournal)
    {
        Name = "stderr";
        _form = form;
        _isJournal = isJournal;
    }

    /// <summary>Whether standard error is the stream that systemd says is the journal's.</summary>
    /// <param name="stream">The value of <c>JOURNAL_STREAM</c>: the device and the inode.</param>
    /// <param name="descriptor">The path of the stream, as <c>/proc</c> has it.</param>
    public static bool IsJournal(string? stream, string descriptor = "/proc/self/fd/2") =>
        !string.IsNullOrEmpty(stream) && FileIdentity.Of(descriptor)?.ToString() == stream;

    protected override void Write(LogRecord line)
    {
        var text = _form.Of(line);
        if (_isJournal)
        {
            var priority = $"<{LevelNames.Priority(line.Level)}>";
            text = priority + text.Replace("\n", "\n" + priority, StringComparison.Ordinal);
        }

        StandardError.WriteLine(text);
    }
}
