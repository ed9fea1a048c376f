namespace Pollinate.Fuzz.Targets;

/// <summary>
/// A clock that half a minute passes on each time it is looked at, so that no service is spared because of what an earlier input
/// did: each is to be read.
/// </summary>
internal sealed class LeapingClock : TimeProvider
{
    private static readonly long Leap = TimeSpan.FromSeconds(30).Ticks;

    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Add(ref _now, Leap);
}
