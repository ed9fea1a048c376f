using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Warming;

namespace Pollinate.Host.Tests.Warming;

[Parallelizable(ParallelScope.All)]
internal sealed class LateWarmUpTests
{
    [Test]
    public async Task A_daemon_that_could_not_warm_up_tries_again_until_it_can_and_says_each_time_what_is_missing()
    {
        var clock = new FakeTimeProvider();
        var answers = new Queue<string?>(["Keystone is away", "Keystone refuses", null]);
        var (told, tries) = (new List<string?>(), 0);

        var warming = LateWarmUp.RunAsync(
            _ => Task.FromResult(answers.Dequeue()),
            answer =>
            {
                told.Add(answer);
                Volatile.Write(ref tries, told.Count);
            },
            clock,
            CancellationToken.None);
        told.Should().BeEmpty("the start has just tried");
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            // Until it waits again, time that goes by is none that it has waited.
            await Eventually.TrueAsync(() =>
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                return Volatile.Read(ref tries) >= attempt;
            });
        }

        await warming;
        told.Should().Equal("Keystone is away", "Keystone refuses", null);
    }

    [Test]
    public async Task It_ends_with_the_daemon()
    {
        using var stop = new CancellationTokenSource();
        var warming = LateWarmUp.RunAsync(_ => Task.FromResult<string?>("missing"), _ => { }, new FakeTimeProvider(), stop.Token);

        await stop.CancelAsync();

        await warming;
    }
}
