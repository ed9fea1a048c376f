namespace Fixture.Logging;

/// <summary>A value that can't be described.</summary>
public sealed class SpeechlessTicket
{
    public override string ToString() => throw new TicketException("no words for it");
}
