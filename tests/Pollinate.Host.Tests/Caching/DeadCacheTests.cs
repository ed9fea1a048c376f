using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Pollinate.Host.Authentication;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Caching;

/// <summary>A shared cache that is away, hangs or lies: no request fails of it, and one at most waits.</summary>
internal sealed class DeadCacheTests
{
    private readonly ScriptedMemcached _memcached = new();

    [TearDown]
    public async Task TearDown() => await _memcached.DisposeAsync();

    [Test, Property("Scenario", 78)]
    public async Task With_every_server_down_requests_are_answered_uncached_and_it_is_said_once()
    {
        await using var other = new ScriptedMemcached();
        await other.DieAsync();
        await _memcached.DieAsync();
        await using var cloud = await Cloud.StartAsync(options => CacheCloud.Options(options, _memcached.Address, other.Address));
        AddTokens(cloud, 8);

        for (var number = 0; number < 8; number++)
            (await cloud.PostAsync($"token-{number}")).Code.Should().Be(200);

        cloud.Keystone.Validations.Should().HaveCount(8);
        cloud.Log.Where(line => line.Contains("can't be connected to (ConnectionRefused)")).Should().HaveCount(2)
            .And.ContainSingle(line => line.StartsWith($"memcached at {_memcached.Address} "))
            .And.ContainSingle(line => line.StartsWith($"memcached at {other.Address} "));
    }

    [Test]
    public async Task A_server_that_never_answers_is_waited_for_once_by_those_who_ask_then_and_by_nobody_else()
    {
        _memcached.Mood = MemcachedMood.Silent;
        await using var cloud = await Cloud.StartAsync(options => CacheCloud.Options(options, _memcached.Address));
        AddTokens(cloud, 4);

        var waiting = Enumerable.Range(0, 3).Select(number => cloud.PostAsync($"token-{number}")).ToArray();
        await Eventually.TrueAsync(() => _memcached.Gets.Count() == 3);
        waiting.Should().OnlyContain(answer => !answer.IsCompleted);
        cloud.Keystone.Validations.Should().BeEmpty();
        cloud.Clock.Advance(CacheCloud.Patience);

        (await Task.WhenAll(waiting)).Should().OnlyContain(answer => answer.Code == 200);
        await Eventually.TrueAsync(() => cloud.Log.Any(line => line.Contains(_memcached.Address)));
        (await cloud.PostAsync("token-3")).Code.Should().Be(200, "the clock stands still: it does not wait");
        _memcached.Gets.Should().HaveCount(3);
        cloud.Log.Should().ContainSingle(line => line.Contains(_memcached.Address))
            .Which.Should().Contain("gave no answer within 10 s");
    }

    [Test]
    public async Task A_server_that_hangs_leaves_a_request_the_time_to_ask_Keystone()
    {
        _memcached.Mood = MemcachedMood.Silent;
        await using var cloud = await Cloud.StartAsync(options => CacheCloud.Options(options, _memcached.Address));
        AddTokens(cloud, 1);

        var waiting = cloud.PostAsync("token-0");
        await Eventually.TrueAsync(() => _memcached.Gets.Count() == 1);
        cloud.Clock.Advance(SharedTokens.Patience);

        (await waiting).Code.Should().Be(200);
        cloud.Log.Should().NotContain(line => line.Contains(_memcached.Address), "the server's own time is not up");
    }

    [Test]
    public async Task Whoever_waits_is_let_go_when_another_call_shows_that_the_server_is_dead()
    {
        _memcached.Mood = MemcachedMood.Silent;
        await using var cloud = await Cloud.StartAsync(options => CacheCloud.Options(options, _memcached.Address));
        AddTokens(cloud, 2);

        var waiting = cloud.PostAsync("token-0");
        await Eventually.TrueAsync(() => _memcached.Gets.Count() == 1);
        _memcached.Mood = MemcachedMood.HangsUp;
        (await cloud.PostAsync("token-1")).Code.Should().Be(200);

        (await waiting).Code.Should().Be(200, "the clock stands still: its time is not up");
    }

    [TestCase(MemcachedMood.Garbage, "answered other than memcached does")]
    [TestCase(MemcachedMood.Endless, "answered other than memcached does")]
    [TestCase(MemcachedMood.Huge, "answered other than memcached does")]
    [TestCase(MemcachedMood.OtherKey, "answered other than memcached does")]
    [TestCase(MemcachedMood.CutShort, "closed the connection")]
    [TestCase(MemcachedMood.HangsUp, "closed the connection")]
    [TestCase(MemcachedMood.Failing, "answered SERVER_ERROR")]
    public async Task Whatever_a_server_answers_the_request_is_answered_and_the_server_left_alone(MemcachedMood mood, string reason)
    {
        _memcached.Mood = mood;
        await using var cloud = await Cloud.StartAsync(options => CacheCloud.Options(options, _memcached.Address));
        AddTokens(cloud, 2);

        (await cloud.PostAsync("token-0")).Code.Should().Be(200);
        var commands = _memcached.Commands.Count;
        (await cloud.PostAsync("token-1")).Code.Should().Be(200);

        _memcached.Commands.Should().HaveCount(commands);
        cloud.Log.Should().ContainSingle(line => line.Contains(_memcached.Address)).Which.Should().Contain(reason);
        await Eventually.TrueAsync(() => _memcached.Open == 0);
    }

    [Test]
    public async Task A_server_that_returns_is_found_in_the_background_and_used_again()
    {
        await _memcached.DieAsync();
        await using var cloud = await Cloud.StartAsync(options => CacheCloud.Options(options, _memcached.Address));
        AddTokens(cloud, 3);
        (await cloud.PostAsync("token-0")).Code.Should().Be(200);

        // Tried once more, and still dead.
        await AdvanceUntilAsync(cloud, () => cloud.LogOfAllLevels.Any(line => line.Contains("is still no use")));
        _memcached.Return();
        (await cloud.PostAsync("token-1")).Code.Should().Be(200);
        _memcached.Connections.Should().Be(0, "no request tries a server that is dead");
        await AdvanceUntilAsync(cloud, () => cloud.Log.Any(line => line.Contains("answers again")));
        (await cloud.PostAsync("token-2")).Code.Should().Be(200);

        await Eventually.TrueAsync(() => _memcached.Values.Count == 1);
        cloud.Log.Where(line => line.Contains(_memcached.Address)).Should().HaveCount(2, "its death and its return are one line each");
    }

    [Test]
    public async Task A_server_that_was_started_anew_between_two_requests_is_not_dead()
    {
        await using var cloud = await Cloud.StartAsync(options => CacheCloud.Options(options, _memcached.Address));
        AddTokens(cloud, 2);
        (await cloud.PostAsync("token-0")).Code.Should().Be(200);
        await Eventually.TrueAsync(() => _memcached.Values.Count == 1);

        await _memcached.DieAsync();
        _memcached.Return();
        (await cloud.PostAsync("token-1")).Code.Should().Be(200);

        await Eventually.TrueAsync(() => _memcached.Values.Count == 1);
        cloud.Log.Should().NotContain(line => line.Contains(_memcached.Address));
    }

    [Test]
    public async Task No_request_waits_for_the_storing()
    {
        await using var cloud = await Cloud.StartAsync(options => CacheCloud.Options(options, _memcached.Address));
        AddTokens(cloud, 1);
        cloud.Keystone.Validation.Next(context =>
        {
            // The look is over, the storing is to come.
            _memcached.Mood = MemcachedMood.Silent;
            return Reply.Json(200, Tokens.Demo(cloud.InAnHour).ToJsonString())(context);
        });

        (await cloud.PostAsync("token-0")).Code.Should().Be(200);

        await Eventually.TrueAsync(() => _memcached.Sets.Count() == 1);
        cloud.Clock.Advance(CacheCloud.Patience);
        await Eventually.TrueAsync(() => cloud.Log.Any(line => line.Contains("gave no answer within 10 s")));
    }

    [Test]
    public async Task Many_tokens_that_wait_for_being_stored_keep_neither_requests_nor_the_end()
    {
        var cloud = await Cloud.StartAsync(options => CacheCloud.Options(options, _memcached.Address));
        AddTokens(cloud, 300);
        (await cloud.PostAsync("token-0")).Code.Should().Be(200);
        await Eventually.TrueAsync(() => _memcached.Values.Count == 1);
        var tokens = cloud.Services.GetRequiredService<SharedTokens>();
        _memcached.Mood = MemcachedMood.Silent;

        for (var number = 0; number < 2 * SharedTokens.LongestQueue; number++)
            tokens.Add($"token-{number}", cloud.Clock.GetUtcNow(), Encoding.UTF8.GetBytes(Tokens.Demo(cloud.InAnHour).ToJsonString()));
        await Eventually.TrueAsync(() => _memcached.Sets.Count() == 2);

        // The clock stands still, so that the call under way has all the time there is.
        await cloud.DisposeAsync();
        await Eventually.TrueAsync(() => _memcached.Open == 0);
        _memcached.Sets.Should().HaveCount(2);
    }

    [Test]
    public async Task While_one_server_is_dead_its_keys_go_to_another()
    {
        await using var other = new ScriptedMemcached();
        await other.DieAsync();
        await using var first = await Cloud.StartAsync(options => CacheCloud.Options(options, _memcached.Address, other.Address));
        AddTokens(first, 12);
        for (var number = 0; number < 12; number++)
            (await first.PostAsync($"token-{number}")).Code.Should().Be(200);
        await Eventually.TrueAsync(() => _memcached.Values.Count >= 11);
        await using var second = await CacheCloud.StartBesideAsync(
            first, options => CacheCloud.Options(options, _memcached.Address, other.Address));
        var before = first.Keystone.Validations.Count;

        for (var number = 0; number < 12; number++)
            (await second.PostAsync($"token-{number}")).Code.Should().Be(200);

        // The one whose look has found out that the other is dead.
        first.Keystone.Validations.Count.Should().BeInRange(before, before + 2);
    }

    [Test]
    public async Task A_dead_server_is_as_dead_to_the_next_generation_and_tried_at_once_in_the_background()
    {
        var deaths = new Pollinate.Host.Caching.CacheDeaths();
        deaths.Add($"memcached at {_memcached.Address}");
        _memcached.Mood = MemcachedMood.Silent;
        await using var cloud = await Cloud.StartAsync(options => CacheCloud.Options(options, _memcached.Address), deaths: deaths);
        AddTokens(cloud, 2);

        (await cloud.PostAsync("token-0")).Code.Should().Be(200, "the clock stands still: it does not wait");
        await Eventually.TrueAsync(() => _memcached.Commands.Count == 1);
        _memcached.Commands.Single().Should().Be("get nova-pollinate/probe");
        _memcached.Mood = MemcachedMood.Good;
        await AdvanceUntilAsync(cloud, () => cloud.Log.Any(line => line.Contains("answers again")));
        (await cloud.PostAsync("token-1")).Code.Should().Be(200);

        await Eventually.TrueAsync(() => _memcached.Values.Count == 1);
        cloud.Log.Should().ContainSingle(line => line.Contains(_memcached.Address), "the death was said by the generation before");
    }

    private static void AddTokens(Cloud cloud, int count)
    {
        for (var number = 0; number < count; number++)
            cloud.AddToken($"token-{number}", Tokens.Demo(cloud.InAnHour));
    }

    /// <summary>Lets so much time pass that everything that waits for a time goes on, and sees whether it has come to it.</summary>
    private static Task AdvanceUntilAsync(Cloud cloud, Func<bool> condition) => Eventually.TrueAsync(() =>
    {
        if (condition())
            return true;
        cloud.Clock.Advance(CacheCloud.Patience);
        return condition();
    });
}
