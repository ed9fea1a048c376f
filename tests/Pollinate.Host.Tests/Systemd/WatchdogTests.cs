using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Systemd;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Systemd;

[Parallelizable(ParallelScope.All)]
internal sealed class WatchdogTests
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    [Test]
    public async Task It_tells_twice_in_the_time_that_systemd_waits()
    {
        var clock = new FakeTimeProvider();
        var told = 0;
        await using var watchdog = new Watchdog(Time, _ => Task.CompletedTask, () => Interlocked.Increment(ref told), clock, new CollectedLog().CreateLogger(""));
        await Eventually.TrueAsync(() => Volatile.Read(ref told) == 1);

        for (var tick = 2; tick <= 4; tick++)
        {
            await AdvanceAsync(clock, Time / 2, () => Volatile.Read(ref told) >= tick);
            told.Should().Be(tick);
        }
    }

    [Test]
    public async Task It_tells_nothing_while_there_is_no_answer_and_goes_on_when_there_is()
    {
        var clock = new FakeTimeProvider();
        var log = new CollectedLog();
        var (told, asked, isStuck) = (0, 0, true);
        await using var watchdog = new Watchdog(
            Time,
            token =>
            {
                Interlocked.Increment(ref asked);
                return Volatile.Read(ref isStuck) ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
            },
            () => Interlocked.Increment(ref told),
            clock,
            log.CreateLogger(""));
        await Eventually.TrueAsync(() => Volatile.Read(ref asked) == 1);

        await AdvanceAsync(clock, Time, () => Volatile.Read(ref asked) > 1);
        told.Should().Be(0);
        log.Lines.Should().Contain(line => line.Text.Contains("has not answered itself within 30 s", StringComparison.Ordinal));

        Volatile.Write(ref isStuck, false);
        await AdvanceAsync(clock, Time, () => Volatile.Read(ref told) > 0);
    }

    [Test]
    public async Task A_daemon_that_can_not_be_asked_is_not_alive()
    {
        var log = new CollectedLog();
        var told = 0;
        await using var watchdog = new Watchdog(
            Time, _ => Task.FromException(new HttpRequestException("nobody listens")), () => Interlocked.Increment(ref told), new FakeTimeProvider(), log.CreateLogger(""));

        await Eventually.TrueAsync(() => log.Lines.Any(line => line.Text.Contains("nobody listens", StringComparison.Ordinal)));
        told.Should().Be(0);
    }

    /// <summary>Lets time go by until something has come of it: the watchdog may not have set its timer yet.</summary>
    private static Task AdvanceAsync(FakeTimeProvider clock, TimeSpan time, Func<bool> isSo)
    {
        clock.Advance(time);
        return Eventually.TrueAsync(isSo);
    }
}
