namespace Pollinate.Host.Logging;

/// <summary>Logs to a socket of the system's own log, and to standard error for as long as nobody is there.</summary>
internal abstract class SystemTarget : LineTarget
{
    /// <summary>What a message is cut off at: more than this the system's sockets do not take at once.</summary>
    public const int MostCharacters = 48 * 1024;

    private readonly string _option;
    private readonly string _path;
    private readonly SystemSocket _socket;
    private readonly ILineForm _form;
    private bool _isAway;

    /// <param name="option">The option that asks for it.</param>
    /// <param name="path">The socket.</param>
    /// <param name="isStreamToo">Whether the other end may be a stream.</param>
    /// <param name="form">The form of a line.</param>
    protected SystemTarget(string option, string path, bool isStreamToo, ILineForm form)
    {
        Name = option;
        _option = option;
        _path = path;
        _socket = new(path, isStreamToo);
        _form = form;
    }

    /// <summary>The message as the socket takes it.</summary>
    protected abstract byte[] Message(LogRecord line, string text);

    protected sealed override void Write(LogRecord line)
    {
        var text = _form.Of(line);
        if (_socket.Send(Message(line, text.Length <= MostCharacters ? text : text[..MostCharacters] + "…")) is not { } problem)
        {
            if (_isAway)
                StandardError.WriteLine($"nova-pollinate: [DEFAULT] {_option}: {_path} can be written to again; the log goes there.");
            _isAway = false;
            return;
        }

        if (!_isAway)
            StandardError.WriteLine($"nova-pollinate: warning: [DEFAULT] {_option}: {_path} can't be written to ({problem}); the log goes here until it can.");
        _isAway = true;
        StandardError.WriteLine(text);
    }

    protected override void CloseTarget()
    {
        _socket.Dispose();
        base.CloseTarget();
    }
}
