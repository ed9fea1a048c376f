using System.Text;
using NLog.Targets;
using Pollinate.Host.Files;

namespace Pollinate.Host.Logging;

/// <summary>
/// Logs to a file, and to the process's standard error for as long as the file can't be written to: its disk is full, its folder
/// is gone, there is no file descriptor left. Each batch tries the file first, so that it is used again as soon as it can be. A
/// file that was moved or removed is opened anew before the next batch.
/// </summary>
[Target("pollinate-file")]
internal sealed class LogFileTarget : LineTarget
{
    private const int MostGathered = 64 * 1024;

    private readonly string _path;
    private readonly ILineForm _form;
    private readonly Rotation _rotation;
    private readonly MemoryStream _gathered = new();
    private AppendedFile? _file;
    private long _length;
    private bool _isAway;

    /// <param name="path">The file.</param>
    /// <param name="form">The form of a line.</param>
    /// <param name="rotation">When it is moved aside.</param>
    public LogFileTarget(string path, ILineForm form, Rotation rotation)
    {
        Name = "file";
        _path = path;
        _form = form;
        _rotation = rotation;
    }

    public override void EndBatch()
    {
        if (_gathered.Length == 0)
            return;
        var bytes = _gathered.GetBuffer().AsSpan(0, (int)_gathered.Length);
        try
        {
            Follow();
            _file!.Write(bytes);
            _length += bytes.Length;
            if (_isAway)
                StandardError.WriteLine($"nova-pollinate: [DEFAULT] log_file: {_path} can be written to again; the log goes there.");
            _isAway = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Close();
            if (!_isAway)
                StandardError.WriteLine($"nova-pollinate: warning: [DEFAULT] log_file: {_path} can't be written to ({exception.Message.TrimEnd('.')}); the log goes here until it can.");
            _isAway = true;
            StandardError.WriteLine(Encoding.UTF8.GetString(bytes[..^1]));
        }

        _gathered.SetLength(0);
    }

    protected override void Write(LogRecord line)
    {
        var bytes = Encoding.UTF8.GetBytes(_form.Of(line) + "\n");
        RotateWhenDue(bytes.Length);
        _gathered.Write(bytes);
        if (_gathered.Length >= MostGathered)
            EndBatch();
    }

    protected override void CloseTarget()
    {
        EndBatch();
        Close();
        base.CloseTarget();
    }

    private void RotateWhenDue(int added)
    {
        if (!_rotation.IsDue(_length + _gathered.Length, added))
            return;
        EndBatch();
        if (_isAway)
            return;
        try
        {
            Close();
            _rotation.Rotate();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StandardError.WriteLine($"nova-pollinate: warning: [DEFAULT] log_rotation_type: {_path} can't be rotated ({exception.Message.TrimEnd('.')}); the log goes on in it.");
        }

        try
        {
            Follow();
        }
        catch (IOException)
        {
            // The next batch says so.
        }
    }

    /// <summary>Has the file of that path open, whichever it is now.</summary>
    private void Follow()
    {
        if (_file is not null && FileIdentity.Of(_path) == _file.Identity)
            return;
        Close();
        _file = AppendedFile.Open(_path);
        _length = _file.Length;
        _rotation.Opened(_length);
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
