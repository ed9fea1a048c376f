namespace Pollinate.Soak.Load;

/// <summary>How a request was answered.</summary>
/// <param name="Begun">When it was sent, or was due to be sent, as a timestamp.</param>
/// <param name="Ended">When its answer was there.</param>
/// <param name="Client">Who asked.</param>
/// <param name="Status">The answer's status; 0 when none came.</param>
/// <param name="Missing">The providers whose data was missing or not what it should be.</param>
internal sealed record GuestAnswer(long Begun, long Ended, int Client, int Status, IReadOnlyList<string> Missing)
{
    public bool IsWhole => Status == 200 && Missing.Count == 0;

    public TimeSpan Duration => System.Diagnostics.Stopwatch.GetElapsedTime(Begun, Ended);
}
