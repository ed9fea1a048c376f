namespace Pollinate.Host.Logging;

/// <summary>An exception as the log has it: its text without secrets, and nothing of the exception itself.</summary>
internal sealed class LoggedException(string text) : Exception(text)
{
    public override string ToString() => Message;
}
