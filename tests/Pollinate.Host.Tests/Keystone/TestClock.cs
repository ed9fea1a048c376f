using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Authentication;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>
/// A clock that stands still, but for waits: each wait that is not the time-out of a call or the patience with the shared
/// cache is recorded and is over at once, with the clock that much later.
/// </summary>
internal sealed class TestClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero))
{
    /// <summary>The time-out of calls in the tests, by which its timers are told from waits.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime != CallTimeout && dueTime != SharedTokens.Patience)
        {
            _waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }
}
