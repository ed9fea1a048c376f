using Pollinate.Abstractions;
using Pollinate.Host.Lookups;

namespace Pollinate.Host.Tests.Lookups;

/// <summary>What is kept no longer than its call is under way: with a cache that is off, and for credentials.</summary>
internal sealed class SharedCallTests
{
    private readonly SourceOfTests _source = new();
    private readonly CachedSource<Image> _shared;

    public SharedCallTests() => _shared = new(_source, new(TimeSpan.Zero, TimeProvider.System));

    [Test]
    public async Task Who_asks_while_a_call_is_under_way_shares_it()
    {
        var gate = new TaskCompletionSource();
        _source.Gate = gate.Task;
        var asking = Enumerable.Range(0, 100).Select(_ => FetchAsync("a")).ToList();
        var other = FetchAsync("b");
        _shared.Count.Should().Be(2);
        gate.SetResult();

        (await Task.WhenAll(asking)).Distinct().Should().ContainSingle();
        (await other)!.Id.Should().Be("b");
        _source.Calls.Should().Be(2);
        _shared.Count.Should().Be(0);
    }

    [TestCase("a")]
    [TestCase("none")]
    public async Task Who_asks_afterwards_makes_a_new_call_and_nothing_is_kept(string id)
    {
        for (var time = 1; time <= 3; time++)
        {
            await FetchAsync(id);
            _source.Calls.Should().Be(time);
            _shared.Count.Should().Be(0);
        }
    }

    [Test]
    public async Task What_is_found_first_and_then_asked_for_on_the_spot_is_asked_for_again()
    {
        var gate = new TaskCompletionSource();
        _source.Gate = gate.Task;
        var first = FetchAsync("a");
        gate.SetResult();
        await first;

        (await FetchAsync("a")).Should().NotBeSameAs(await first);
    }

    [Test]
    public async Task A_failure_is_shared_by_those_who_wait_and_not_kept()
    {
        var gate = new TaskCompletionSource();
        _source.Gate = gate.Task;
        _source.Failure = new LookupException("away");
        var asking = Enumerable.Range(0, 10).Select(_ => FetchAsync("a")).ToList();
        gate.SetResult();
        foreach (var task in asking)
            await task.Invoking(failed => failed).Should().ThrowAsync<LookupException>();
        _source.Calls.Should().Be(1);
        _source.Failure = null;

        (await FetchAsync("a")).Should().NotBeNull();
        _shared.Count.Should().Be(0);
    }

    [Test]
    public async Task Many_threads_over_a_source_that_answers_at_once_leave_nothing_behind()
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 50_000),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (number, _) => (await FetchAsync($"{number % 3}"))!.Id.Should().Be($"{number % 3}"));

        _shared.Count.Should().Be(0);
        _source.Calls.Should().BeInRange(3, 50_000);
    }

    private Task<Image?> FetchAsync(string id) => _shared.FetchAsync(id, CancellationToken.None);
}
