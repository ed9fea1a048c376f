using System.Text.Json.Nodes;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>The scenarios "Expiry".</summary>
internal sealed class ExpiryTests
{
    [Test, Property("Scenario", 20)]
    public async Task A_token_that_expires_while_it_is_cached_is_refused_and_Keystone_is_not_asked()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("short-lived", Tokens.Demo(cloud.Clock.GetUtcNow().AddMinutes(2)));
        (await cloud.PostAsync("short-lived")).ShouldBeConfirmed(cloud);

        cloud.Clock.Advance(TimeSpan.FromMinutes(2));
        (await cloud.PostAsync("short-lived")).ShouldBeConfirmed(cloud);
        cloud.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await cloud.PostAsync("short-lived")).ShouldBe401();

        cloud.Keystone.Validations.Should().ContainSingle();
        cloud.Log.Should().Contain(line => line.Contains("its token has expired", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_token_that_seemed_to_have_expired_is_good_as_soon_as_the_clocks_agree()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Keystone.Validation.Next(Reply.Json(200, Tokens.Nova(cloud.Clock.GetUtcNow().AddHours(-1)).ToJsonString()));
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBe401();

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Validations.Should().HaveCount(2);
    }

    // The clock says 12:00 UTC. Keystone would not describe the expired ones; this is about the daemon's own comparison.
    [TestCase("2026-11-24T22:30:00.000000+10:00", true)]
    [TestCase("2026-11-24T21:30:00.000000+10:00", false)]
    [TestCase("2026-11-24T05:30:00-07:00", true)]
    [TestCase("2026-11-24T04:30:00-07:00", false)]
    [TestCase("2026-11-24T12:30:00.000000", true)]
    [TestCase("2026-11-24T11:30:00", false)]
    [TestCase("2026-11-24T12:30:00Z", true)]
    [TestCase("2026-11-24T11:59:59.999999Z", false)]
    [Property("Scenario", 21)]
    public async Task Expires_at_is_compared_in_UTC_whatever_its_offset(string expiresAt, bool isValid)
    {
        await using var cloud = await Cloud.StartAsync();
        var body = Tokens.Demo(cloud.InAnHour).With("expires_at", expiresAt);
        cloud.Keystone.Validation.Always(Reply.Json(200, body.ToJsonString()));

        var answer = await cloud.PostAsync("demo-token");

        if (isValid)
            answer.ShouldBeConfirmed(cloud);
        else
            answer.ShouldBe401();
    }

    [TestCase(null), TestCase("null"), TestCase("\"\""), TestCase("\"soon\""), TestCase("\"24.11.2026 23:00:00\""), TestCase("1795521600")]
    [Property("Scenario", 22)]
    public async Task A_token_without_a_readable_expires_at_is_503(string? expiresAt)
    {
        await using var cloud = await Cloud.StartAsync();
        var body = Tokens.Demo(cloud.InAnHour);
        body = expiresAt is null ? body.Without("expires_at") : body.With("expires_at", JsonNode.Parse(expiresAt));
        cloud.Keystone.Validation.Always(Reply.Json(200, body.ToJsonString()));

        (await cloud.PostAsync("demo-token")).ShouldBe503();

        cloud.Seen.Should().BeEmpty();
        cloud.Log.Should().Contain(line => line.Contains("has no expires_at, or one that is not a time", StringComparison.Ordinal));
    }

    [Test, Property("Scenario", 23)]
    public async Task A_token_that_expired_before_it_came_is_refused()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("expired-token", Tokens.Demo(cloud.Clock.GetUtcNow().AddSeconds(-1)));

        (await cloud.PostAsync("expired-token")).ShouldBe401();

        cloud.Keystone.Validations.Should().ContainSingle().Which.Query.Should().BeEmpty();
    }
}
