namespace Fixture.Logging;

/// <summary>An exception that can't be described.</summary>
public sealed class SpeechlessException : Exception
{
    public override string Message => throw new TicketException("no words for it");
}
