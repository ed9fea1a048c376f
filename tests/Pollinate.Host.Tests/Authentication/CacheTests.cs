using Microsoft.Extensions.DependencyInjection;
using Pollinate.Host.Authentication;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>The scenarios "Cache".</summary>
internal sealed class CacheTests
{
    [TestCase(-1), Property("Scenario", 68)]
    [TestCase(0), Property("Scenario", 69)]
    public async Task With_the_cache_off_each_use_is_a_validation(int seconds)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { TokenCacheTime = seconds });

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Validations.Should().HaveCount(2);
        cloud.Keystone.Auths.Should().ContainSingle();
    }

    [Test, Property("Scenario", 70)]
    public async Task A_token_that_is_revoked_goes_on_working_until_it_leaves_the_cache()
    {
        await using var cloud = await Cloud.StartAsync();
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
        cloud.Keystone.Revoke(Cloud.NovaToken);

        cloud.Clock.Advance(TimeSpan.FromSeconds(299));
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
        cloud.Keystone.Validations.Should().ContainSingle();

        cloud.Clock.Advance(TimeSpan.FromSeconds(1));
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe401();
        cloud.Keystone.Validations.Should().HaveCount(2);
    }

    [TestCase(null, 300), TestCase(20, 20), Property("Scenario", 71)]
    public async Task A_token_is_kept_for_token_cache_time_from_its_validation_on(int? configured, int seconds)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { TokenCacheTime = configured });
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        // A use does not make it stay longer.
        cloud.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
        cloud.Keystone.Validations.Should().ContainSingle();

        cloud.Clock.Advance(TimeSpan.FromSeconds(1));
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
        cloud.Keystone.Validations.Should().HaveCount(2);
    }

    [Test, Property("Scenario", 71)]
    public async Task Each_token_is_kept_for_itself()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("demo-token", Tokens.Demo(cloud.InAnHour));

        for (var round = 0; round < 2; round++)
        {
            (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
            cloud.Seen[^1]["X-User-Name"].Should().Be("novavd");
            (await cloud.PostAsync("demo-token")).ShouldBeConfirmed(cloud);
            cloud.Seen[^1]["X-User-Name"].Should().Be("demo");
            (await cloud.PostAsync("DEMO-token")).ShouldBe401();
        }

        cloud.Keystone.Validations.Should().HaveCount(4, "what Keystone does not know is not kept");
        cloud.Services.GetRequiredService<TokenCache>().Count.Should().Be(2);
    }

    [TestCase("user"), TestCase("service"), Property("Scenario", 79)]
    public async Task A_burst_of_first_requests_with_one_token_is_one_validation(string kind)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { ServiceTokenRolesRequired = false });
        var gate = new TaskCompletionSource();
        cloud.Keystone.Validation.Next(Reply.After(gate.Task, Reply.Json(200, Tokens.Nova(cloud.InAnHour).ToJsonString())));

        var answers = Enumerable.Range(0, 50).Select(_ => Send()).ToArray();
        await Eventually.TrueAsync(() => cloud.Keystone.Validations.Count == 1);
        gate.SetResult();

        (await Task.WhenAll(answers)).Should().OnlyContain(answer => answer.Code == 200);
        cloud.Keystone.Auths.Should().ContainSingle();
        cloud.Keystone.Validations.Should().ContainSingle();

        Task<Answer> Send() => kind == "user"
            ? cloud.PostAsync(Cloud.NovaToken)
            : cloud.PostAsync(Cloud.NovaToken, ("X-Service-Token", Cloud.NovaToken));
    }

    [Test, Property("Scenario", 71)]
    public async Task A_validation_that_fails_is_not_kept()
    {
        await using var cloud = await Cloud.StartAsync();
        var gate = new TaskCompletionSource();
        cloud.Keystone.Validation.Next(Reply.After(gate.Task, Reply.Status(500)));

        var first = cloud.PostAsync(Cloud.NovaToken);
        await Eventually.TrueAsync(() => cloud.Keystone.Validations.Count == 1);
        gate.SetResult();

        (await first).ShouldBe503();
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
        cloud.Keystone.Validations.Should().HaveCount(2);
    }

    [Test]
    public void The_oldest_token_goes_when_there_are_too_many()
    {
        var cache = new TokenCache(TimeSpan.FromMinutes(5), new TestClock());
        for (var number = 0; number <= TokenCache.MaximumEntries; number++)
            cache.Add(TokenHash.Of($"token-{number}"), Validated(characters: 10));

        cache.Count.Should().Be(TokenCache.MaximumEntries);
        cache.TryGet(TokenHash.Of("token-0"), out _).Should().BeFalse();
        cache.TryGet(TokenHash.Of("token-1"), out _).Should().BeTrue();
        cache.TryGet(TokenHash.Of($"token-{TokenCache.MaximumEntries}"), out _).Should().BeTrue();
    }

    [Test]
    public void The_oldest_token_goes_when_they_are_too_large()
    {
        var cache = new TokenCache(TimeSpan.FromMinutes(5), new TestClock());
        for (var number = 0; number < 4; number++)
            cache.Add(TokenHash.Of($"token-{number}"), Validated(characters: (int)(TokenCache.MaximumCharacters / 3)));

        cache.TryGet(TokenHash.Of("token-0"), out _).Should().BeFalse();
        cache.TryGet(TokenHash.Of("token-3"), out _).Should().BeTrue();
    }

    [Test]
    public void Tokens_whose_time_is_over_make_room_without_being_asked_for()
    {
        var clock = new TestClock();
        var cache = new TokenCache(TimeSpan.FromMinutes(5), clock);
        cache.Add(TokenHash.Of("token-0"), Validated(characters: 10));

        clock.Advance(TimeSpan.FromMinutes(5));
        cache.TryGet(TokenHash.Of("token-0"), out _).Should().BeFalse();
        cache.Add(TokenHash.Of("token-1"), Validated(characters: 10));

        cache.Count.Should().Be(1);
    }

    [Test]
    public void A_token_that_is_stored_again_outlives_its_first_entry()
    {
        var clock = new TestClock();
        var cache = new TokenCache(TimeSpan.FromMinutes(5), clock);
        cache.Add(TokenHash.Of("token-0"), Validated(characters: 10));
        clock.Advance(TimeSpan.FromMinutes(4));
        cache.Add(TokenHash.Of("token-0"), Validated(characters: 10));

        clock.Advance(TimeSpan.FromMinutes(4));
        cache.Add(TokenHash.Of("token-1"), Validated(characters: 10));

        cache.TryGet(TokenHash.Of("token-0"), out _).Should().BeTrue();
        cache.Count.Should().Be(2);
    }

    [Test]
    public void A_token_that_is_as_old_as_it_may_become_is_not_kept()
    {
        var cache = new TokenCache(TimeSpan.FromMinutes(5), new TestClock());

        cache.Add(TokenHash.Of("token-0"), Validated(characters: 10), TimeSpan.FromMinutes(5));
        cache.Add(TokenHash.Of("token-1"), Validated(characters: 10), TimeSpan.FromMinutes(6));
        cache.Count.Should().Be(0);
        cache.Add(TokenHash.Of("token-2"), Validated(characters: 10), TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));

        cache.TryGet(TokenHash.Of("token-2"), out _).Should().BeTrue();
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void Without_a_time_nothing_is_kept(int seconds)
    {
        var cache = new TokenCache(TimeSpan.FromSeconds(seconds), new TestClock());

        cache.Add(TokenHash.Of("token-0"), Validated(characters: 10));

        cache.Count.Should().Be(0);
    }

    [Test]
    public void Those_whose_callers_were_refused_are_forgotten_and_the_others_are_not()
    {
        var cache = new TokenCache(TimeSpan.FromMinutes(5), new TestClock());
        var (refused, noted, allowed, unasked) = (Validated(10), Validated(10), Validated(10), Validated(10));
        cache.Add(TokenHash.Of("refused"), refused);
        cache.Add(TokenHash.Of("noted"), noted);
        cache.Add(TokenHash.Of("allowed"), allowed);
        cache.Add(TokenHash.Of("unasked"), unasked);
        refused.Identity.DecideBy(new(new() { RequiredRoles = ["admin"] })).IsAllowed.Should().BeFalse();
        noted.NoteRefusal();
        allowed.Identity.DecideBy(new(new() { RequiredRoles = [] })).IsAllowed.Should().BeTrue();

        cache.ForgetRefused();

        cache.TryGet(TokenHash.Of("refused"), out _).Should().BeFalse();
        cache.TryGet(TokenHash.Of("noted"), out _).Should().BeFalse();
        cache.TryGet(TokenHash.Of("allowed"), out _).Should().BeTrue();
        cache.TryGet(TokenHash.Of("unasked"), out _).Should().BeTrue();
    }

    private static ValidatedToken Validated(int characters) => new()
    {
        ExpiresAt = DateTimeOffset.MaxValue,
        UserHeaders = [new("X", new string('x', characters - 1))],
        ServiceHeaders = [],
        Identity = new(IdentityStatus.Confirmed, new()),
        Bind = TokenBind.None,
        AccessRules = null,
    };
}
