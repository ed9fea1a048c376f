using System.Collections.Concurrent;
using Pollinate.Host.Dispatch;

namespace Pollinate.Host.Tests.Dispatch;

internal sealed class ThreadGateTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly ThreadGate _gate = new();

    [Test]
    public void A_permit_that_is_there_already_is_taken_once()
    {
        _gate.Release();

        _gate.Sleep(Guard).Should().BeTrue();
        _gate.Sleep(TimeSpan.FromMilliseconds(1)).Should().BeFalse("it was the only one");
    }

    [Test]
    public async Task Each_permit_wakes_one_sleeper_and_the_others_sleep_on()
    {
        var woken = new ConcurrentQueue<int>();
        var sleepers = Enumerable.Range(0, 5).Select(number => StartAsync(() =>
        {
            if (_gate.Sleep(Guard))
                woken.Enqueue(number);
        })).ToList();

        _gate.Release(2);
        await Keystone.Eventually.TrueAsync(() => woken.Count == 2);
        await Task.Delay(50);
        woken.Should().HaveCount(2);
        _gate.Release(3);

        await Task.WhenAll(sleepers).WaitAsync(Guard);
        woken.Should().BeEquivalentTo([0, 1, 2, 3, 4]);
    }

    [Test]
    public async Task Who_came_last_is_woken_first()
    {
        var woken = new ConcurrentQueue<int>();
        var sleepers = new List<Task>();
        for (var number = 0; number < 5; number++)
        {
            var own = number;
            using var isAbout = new ManualResetEventSlim();
            sleepers.Add(StartAsync(() =>
            {
                isAbout.Set();
                if (_gate.Sleep(Guard))
                    woken.Enqueue(own);
            }));
            isAbout.Wait(Guard).Should().BeTrue();
            await Task.Delay(50);
        }

        for (var count = 1; count <= 5; count++)
        {
            _gate.Release();
            await Keystone.Eventually.TrueAsync(() => woken.Count == count);
        }

        await Task.WhenAll(sleepers).WaitAsync(Guard);
        woken.Should().Equal(4, 3, 2, 1, 0);
    }

    [Test]
    public async Task Between_sleepers_whose_patience_ends_all_the_time_no_permit_is_lost_and_none_is_taken_twice()
    {
        const int permits = 20_000;
        var taken = 0;
        var given = 0;
        var sleepers = Enumerable.Range(0, 4).Select(_ => StartAsync(() =>
        {
            while (Volatile.Read(ref taken) < permits)
            {
                if (_gate.Sleep(TimeSpan.FromMilliseconds(1)))
                    Interlocked.Increment(ref taken);
            }
        })).ToList();
        var givers = Enumerable.Range(0, 2).Select(_ => StartAsync(() =>
        {
            while (Interlocked.Increment(ref given) <= permits)
                _gate.Release();
        })).ToList();

        await Task.WhenAll([.. sleepers, .. givers]).WaitAsync(Guard);

        taken.Should().Be(permits);
        _gate.Sleep(TimeSpan.Zero).Should().BeFalse();
    }

    /// <summary>On a thread of its own: who sleeps here keeps it.</summary>
    private static Task StartAsync(Action run) =>
        Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
