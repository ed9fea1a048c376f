namespace Pollinate.Host.Logging;

/// <summary>Makes the text of an event. For one thread at a time.</summary>
internal interface ILineForm
{
    /// <summary>The event as text, without a line feed at its end.</summary>
    string Of(LogRecord line);
}
