using System.Collections.Concurrent;
using Pollinate.Abstractions;
using Pollinate.Host.Lookups;

namespace Pollinate.Host.Tests.Lookups;

/// <summary>What one request remembers.</summary>
internal sealed class LookupMemoTests
{
    private readonly LookupMemo _memo = new();
    private readonly ConcurrentQueue<string> _asked = new();

    [Test]
    public async Task Many_threads_that_ask_at_once_make_one_call_for_each_kind_and_id()
    {
        const int threads = 8, ids = 50;
        using var start = new Barrier(threads);
        var found = new ConcurrentBag<(string Kind, string Id, object Found)>();

        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var number = 0; number < ids; number++)
                {
                    // From both ends: some meet at an id that is new, some at one that is known.
                    var id = $"{(thread % 2 == 0 ? number : ids - 1 - number)}";
                    found.Add(("text", id, _memo.GetOrAdd(id, "text", Text)));
                    found.Add(("list", id, _memo.GetOrAdd(id, "list", List)));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).WaitAsync(TimeSpan.FromSeconds(60));

        _asked.Should().OnlyHaveUniqueItems().And.HaveCount(2 * ids);
        found.GroupBy(one => (one.Kind, one.Id)).Should().HaveCount(2 * ids)
            .And.OnlyContain(group => group.Select(one => one.Found).Distinct().Count() == 1, "all wait for the same call");
    }

    [Test]
    public async Task Ids_are_told_apart_by_case_and_kinds_by_type()
    {
        (await _memo.GetOrAdd("a", "text", Text)).Should().Be("text a");
        (await _memo.GetOrAdd("A", "text", Text)).Should().Be("text A");
        (await _memo.GetOrAdd("a", "list", List)).Should().Equal("a");
        (await _memo.GetOrAdd("a", "another state", Text)).Should().Be("text a", "the first to ask decides");

        _asked.Should().Equal("text a", "text A", "list a");
    }

    [Test]
    public async Task Nothing_that_was_found_is_remembered_as_well()
    {
        for (var time = 0; time < 2; time++)
            (await _memo.GetOrAdd("a", this, static (id, self) => self.Nothing(id))).Should().BeNull();

        _asked.Should().Equal("nothing a");
    }

    [Test]
    public async Task A_failure_is_remembered_and_one_that_nobody_waits_for_disturbs_nobody()
    {
        var failing = _memo.GetOrAdd("a", this, static (id, self) => self.FailAsync(id));
        _memo.GetOrAdd("a", this, static (id, self) => self.FailAsync(id)).Should().BeSameAs(failing);

        await failing.Invoking(task => task).Should().ThrowAsync<LookupException>().WithMessage("a is away");
        _asked.Should().Equal("failing a");
    }

    private Task<string?> Text(string id, string state)
    {
        _asked.Enqueue($"text {id}");
        return Task.FromResult<string?>($"text {id}");
    }

    private async Task<List<string>?> List(string id, string state)
    {
        _asked.Enqueue($"list {id}");
        await Task.Yield();
        return [id];
    }

    private Task<string?> Nothing(string id)
    {
        _asked.Enqueue($"nothing {id}");
        return Task.FromResult<string?>(null);
    }

    private async Task<string?> FailAsync(string id)
    {
        _asked.Enqueue($"failing {id}");
        await Task.Yield();
        throw new LookupException($"{id} is away");
    }
}
