using Microsoft.AspNetCore.Http;
using Pollinate.Host.Authentication;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>The scenarios "Service tokens".</summary>
internal sealed class ServiceTokenTests
{
    private const string Expired = "user-token-of-yesterday";
    private const string Service = "token-of-a-service";
    private const string Member = "token-of-a-member";

    [Test, Property("Scenario", 79)]
    public async Task A_good_service_token_is_validated_first_and_its_values_reach_the_application()
    {
        await using var cloud = await StartAsync();

        (await PostAsync(cloud, Cloud.NovaToken, Service)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Validations.Select(validation => (validation.Header("X-Subject-Token"), validation.Query)).Should().Equal(
            (Service, ""), (Cloud.NovaToken, "?allow_expired=1"));
        cloud.App["X-Service-Identity-Status"].Should().Be("Confirmed");
        cloud.App["X-Service-Roles"].Should().Be("reader,service");
        cloud.App["X-Service-User-Name"].Should().Be("demo");
        cloud.App["X-Service-User-Domain-Name"].Should().Be("Default");
        cloud.App["X-Service-Project-Name"].Should().Be("demo");
        cloud.App["X-User-Name"].Should().Be("novavd");
        cloud.App["X-Roles"].Should().Be("admin,reader,member");
        cloud.App.Identity!.Caller.UserName.Should().Be("novavd");
    }

    [TestCase(Member), TestCase("nobody-knows-me"), Property("Scenario", 80)]
    public async Task A_service_token_without_a_service_role_is_refused_even_with_a_good_user_token(string serviceToken)
    {
        await using var cloud = await StartAsync();

        (await PostAsync(cloud, Cloud.NovaToken, serviceToken)).ShouldBe401();

        cloud.Seen.Should().BeEmpty();
        cloud.Keystone.Validations.Should().ContainSingle("the user's token does not matter any more");
    }

    [Test, Property("Scenario", 80)]
    public async Task Any_one_of_the_roles_will_do_and_its_case_counts()
    {
        await using var cloud = await StartAsync(options => options with { ServiceTokenRoles = ["nova", "member"] });

        (await PostAsync(cloud, Cloud.NovaToken, Member)).ShouldBeConfirmed(cloud);
        (await PostAsync(cloud, Cloud.NovaToken, Service)).ShouldBe401();
        cloud.AddToken("token-of-a-Member", Tokens.Demo(cloud.InAnHour).WithRoles("Member"));
        (await PostAsync(cloud, Cloud.NovaToken, "token-of-a-Member")).ShouldBe401();

        cloud.Log.Should().Contain(line => line.Contains("its service token has none of the roles of service_token_roles", StringComparison.Ordinal));
    }

    [Test, Property("Scenario", 81)]
    public async Task Without_service_token_roles_required_any_valid_one_will_do_but_excuses_no_expiry()
    {
        await using var cloud = await StartAsync(options => options with { ServiceTokenRolesRequired = false });

        (await PostAsync(cloud, Cloud.NovaToken, Member)).ShouldBeConfirmed(cloud);
        cloud.App["X-Service-Identity-Status"].Should().Be("Confirmed");
        cloud.Keystone.Validations[^1].Query.Should().BeEmpty();
        (await PostAsync(cloud, Expired, Member)).ShouldBe401();
        cloud.Keystone.Validations[^1].Query.Should().BeEmpty();

        (await PostAsync(cloud, Expired, Service)).ShouldBeConfirmed(cloud);
        (await PostAsync(cloud, Expired, Member)).ShouldBe401();
    }

    [TestCase(true, "?allow_expired=1"), TestCase(false, "?nocatalog&allow_expired=1"), Property("Scenario", 82)]
    public async Task An_expired_user_token_is_good_with_a_service_token_and_only_then(bool withCatalog, string query)
    {
        await using var cloud = await StartAsync(options => options with { IncludeServiceCatalog = withCatalog });

        (await cloud.PostAsync(Expired)).ShouldBe401();
        (await PostAsync(cloud, Expired, Service)).ShouldBeConfirmed(cloud);
        cloud.Keystone.Validations[^1].Query.Should().Be(query);

        // From here on it is cached.
        var validations = cloud.Keystone.Validations.Count;
        (await cloud.PostAsync(Expired)).ShouldBe401();
        (await PostAsync(cloud, Expired, Service)).ShouldBeConfirmed(cloud);
        cloud.Keystone.Validations.Should().HaveCount(validations);
    }

    [Test, Property("Scenario", 83)]
    public async Task A_user_token_that_expires_while_it_is_cached_is_good_with_a_service_token()
    {
        await using var cloud = await StartAsync();
        cloud.AddToken("short-lived", Tokens.Demo(cloud.Clock.GetUtcNow().AddMinutes(1)));
        (await cloud.PostAsync("short-lived")).ShouldBeConfirmed(cloud);

        cloud.Clock.Advance(TimeSpan.FromMinutes(2));

        (await PostAsync(cloud, "short-lived", Service)).ShouldBeConfirmed(cloud);
        (await cloud.PostAsync("short-lived")).ShouldBe401();
    }

    [Test, Property("Scenario", 84)]
    public async Task An_expired_service_token_is_refused()
    {
        await using var cloud = await StartAsync();
        cloud.AddToken("service-of-yesterday", Tokens.Demo(cloud.Clock.GetUtcNow().AddDays(-1)).WithRoles("service"));

        (await PostAsync(cloud, Cloud.NovaToken, "service-of-yesterday")).ShouldBe401();

        cloud.Keystone.Validations.Should().ContainSingle().Which.Query.Should().BeEmpty();
    }

    [Test, Property("Scenario", 84)]
    public async Task A_service_token_that_expires_while_it_is_cached_is_refused()
    {
        await using var cloud = await StartAsync();
        cloud.AddToken("short-lived", Tokens.Demo(cloud.Clock.GetUtcNow().AddMinutes(1)).WithRoles("service"));
        (await PostAsync(cloud, Cloud.NovaToken, "short-lived")).ShouldBeConfirmed(cloud);

        cloud.Clock.Advance(TimeSpan.FromMinutes(2));

        (await PostAsync(cloud, Cloud.NovaToken, "short-lived")).ShouldBe401();
        cloud.Log.Should().Contain(line => line.Contains("its service token has expired", StringComparison.Ordinal));
    }

    [TestCase(null), TestCase(""), TestCase("nobody-knows-me"), Property("Scenario", 85)]
    public async Task A_good_service_token_does_not_stand_for_the_users(string? userToken)
    {
        await using var cloud = await StartAsync();

        (await PostAsync(cloud, userToken, Service)).ShouldBe401();

        cloud.Seen.Should().BeEmpty();
    }

    [Test, Property("Scenario", 86)]
    public async Task An_empty_service_token_is_none()
    {
        await using var cloud = await StartAsync();

        (await PostAsync(cloud, Cloud.NovaToken, "")).ShouldBeConfirmed(cloud);

        cloud.App["X-Service-Identity-Status"].Should().BeNull();
        cloud.Keystone.Validations.Should().ContainSingle().Which.Query.Should().BeEmpty();
    }

    // The server takes plain blanks off, so that over the wire only others make a blank token.
    [Test, Property("Scenario", 86)]
    public async Task A_blank_service_token_is_refused()
    {
        await using var cloud = await StartAsync();

        var answer = await RawHttp.SendAsync(cloud.Url, System.Text.Encoding.UTF8.GetBytes(
            $"GET / HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {Cloud.NovaToken}\r\nX-Service-Token: \u00A0\r\nConnection: close\r\n\r\n"));

        answer.Should().StartWith("HTTP/1.1 401 ");
        cloud.Seen.Should().BeEmpty();
        cloud.Keystone.Requests.Should().BeEmpty();
        var token = CallerToken.OfService(new HeaderDictionary { ["X-Service-Token"] = "   " });
        token.Should().NotBeNull();
        token!.Value.IsUsable.Should().BeFalse();
    }

    [Test, Property("Scenario", 87)]
    public async Task Two_service_tokens_or_one_that_cannot_be_a_token_are_refused()
    {
        await using var cloud = await StartAsync();

        (await cloud.PostAsync(Cloud.NovaToken, ("X-Service-Token", new string('s', CallerToken.MaximumLength + 1)))).ShouldBe401();
        var answer = await RawHttp.SendAsync(
            cloud.Url, $"GET / HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {Cloud.NovaToken}\r\nX-Service-Token: {Service}\r\nX-Service-Token: {Service}\r\nConnection: close\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 401 ");
        cloud.Keystone.Requests.Should().BeEmpty();
    }

    [Test, Property("Scenario", 88)]
    public async Task With_no_service_token_roles_no_service_token_is_good()
    {
        await using var cloud = await StartAsync(options => options with { ServiceTokenRoles = [] });

        (await PostAsync(cloud, Cloud.NovaToken, Service)).ShouldBe401();
    }

    [Test, Property("Scenario", 89)]
    public async Task The_scope_of_the_service_is_not_that_of_the_user()
    {
        await using var cloud = await StartAsync();
        cloud.AddToken("service-of-the-system", Tokens.SystemAdmin(cloud.InAnHour).WithRoles("service"));
        cloud.AddToken("user-of-the-system", Tokens.SystemAdmin(cloud.InAnHour));

        (await PostAsync(cloud, Cloud.NovaToken, "service-of-the-system")).ShouldBeConfirmed(cloud);
        cloud.App["OpenStack-System-Scope"].Should().BeNull();
        cloud.App.Identity!.Caller.IsSystemScoped.Should().BeFalse();

        (await PostAsync(cloud, "user-of-the-system", Service)).ShouldBeConfirmed(cloud);
        cloud.Seen[^1]["OpenStack-System-Scope"].Should().Be("all");
    }

    [Test, Property("Scenario", 90)]
    public async Task Allow_expired_is_not_forgotten_when_the_own_token_is_refused_twice()
    {
        await using var cloud = await StartAsync();
        (await PostAsync(cloud, Cloud.NovaToken, Service)).ShouldBeConfirmed(cloud);
        cloud.Keystone.Validation.Next(Reply.Status(401), Reply.Status(401));

        (await PostAsync(cloud, Expired, Service)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Validations.TakeLast(3).Select(validation => validation.Query).Should().AllBe("?allow_expired=1");
    }

    [TestCase(500), TestCase(403), Property("Scenario", 91)]
    public async Task A_service_token_that_Keystone_cannot_be_asked_about_is_503(int status)
    {
        await using var cloud = await StartAsync();
        cloud.Keystone.Validation.Next(Reply.Status(status));

        (await PostAsync(cloud, Cloud.NovaToken, Service)).ShouldBe503();

        cloud.Seen.Should().BeEmpty();
    }

    private static async Task<Cloud> StartAsync(
        Func<KeystoneAuthtokenOptions, KeystoneAuthtokenOptions>? authtoken = null)
    {
        var cloud = await Cloud.StartAsync(authtoken);
        cloud.AddToken(Expired, Tokens.Demo(cloud.Clock.GetUtcNow().AddDays(-1)));
        cloud.AddToken(Service, Tokens.Demo(cloud.InAnHour).WithRoles("reader", "service"));
        cloud.AddToken(Member, Tokens.Demo(cloud.InAnHour).WithRoles("member"));
        return cloud;
    }

    private static Task<Answer> PostAsync(Cloud cloud, string? userToken, string serviceToken) =>
        cloud.PostAsync(userToken, ("X-Service-Token", serviceToken));
}
