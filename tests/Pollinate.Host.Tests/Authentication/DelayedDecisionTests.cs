using System.Net;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>The scenarios "Delayed decision".</summary>
internal sealed class DelayedDecisionTests
{
    private const string Service = "token-of-a-service";

    [TestCase(null), TestCase(""), Property("Scenario", 91)]
    [TestCase("nobody-knows-me"), TestCase("token-of-yesterday"), Property("Scenario", 92)]
    public async Task Without_a_good_token_the_application_is_told_Invalid(string? token)
    {
        await using var cloud = await StartAsync();
        cloud.AddToken("token-of-yesterday", Tokens.Demo(cloud.Clock.GetUtcNow().AddDays(-1)));

        (await cloud.PostAsync(token)).ShouldBeInvalid(cloud);

        cloud.App.Headers.Keys.Should().NotContain(name => name.StartsWith("X-Service-", StringComparison.Ordinal));
        cloud.App["X-User-Id"].Should().BeNull();
        cloud.Log.Should().Contain(line => line.StartsWith("Refused POST", StringComparison.Ordinal));
    }

    [Test, Property("Scenario", 92)]
    public async Task A_good_token_is_confirmed_as_ever()
    {
        await using var cloud = await StartAsync();

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.App["X-User-Name"].Should().Be("novavd");
    }

    [TestCase(500), TestCase(403), TestCase(204), Property("Scenario", 93)]
    public async Task A_Keystone_in_trouble_is_Invalid_and_not_503(int status)
    {
        await using var cloud = await StartAsync();
        cloud.Keystone.Validation.Next(Reply.Empty(status));

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeInvalid(cloud);
        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);
    }

    [Test, Property("Scenario", 93)]
    public async Task A_Keystone_that_is_down_is_Invalid_and_not_503()
    {
        await using var cloud = await StartAsync();
        await cloud.StopKeystoneAsync();

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeInvalid(cloud);
    }

    [TestCase("nobody-knows-me"), TestCase(Cloud.NovaToken), Property("Scenario", 94)]
    public async Task A_bad_service_token_leaves_the_user_Confirmed_and_is_Invalid_itself(string serviceToken)
    {
        await using var cloud = await StartAsync();

        (await cloud.PostAsync(Cloud.NovaToken, ("X-Service-Token", serviceToken))).ShouldBeConfirmed(cloud);

        cloud.App["X-Service-Identity-Status"].Should().Be("Invalid");
        cloud.App["X-Service-User-Id"].Should().BeNull();
        cloud.App["X-Service-Roles"].Should().BeNull();
        cloud.App["X-User-Name"].Should().Be("novavd");
    }

    [TestCase(null), TestCase("nobody-knows-me"), Property("Scenario", 95)]
    public async Task A_good_service_token_is_Confirmed_beside_a_bad_user_token(string? userToken)
    {
        await using var cloud = await StartAsync();

        (await cloud.PostAsync(userToken, ("X-Service-Token", Service))).ShouldBeInvalid(cloud);

        cloud.App["X-Service-Identity-Status"].Should().Be("Confirmed");
        cloud.App["X-Service-Roles"].Should().Be("service");
    }

    [Test, Property("Scenario", 95)]
    public async Task The_service_itself_answers_401_with_the_challenge()
    {
        await using var daemon = await RunningDaemon.StartAsync($"""
            [keystone_authtoken]
            auth_type = password
            auth_url = http://127.0.0.1:1
            user_id = u
            password = p
            www_authenticate_uri = {Cloud.PublicUrl}
            delay_auth_decision = true
            """);

        using var answer = await daemon.Client.PostAsync(new Uri("/", UriKind.Relative), new StringContent("{}"));

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().Should().Be($"Keystone uri=\"{Cloud.PublicUrl}\"");
        (await answer.Content.ReadAsStringAsync()).Should().Contain("vendordata_dynamic_auth user is not authenticated.");
    }

    private static async Task<Cloud> StartAsync()
    {
        var cloud = await Cloud.StartAsync(options => options with { DelayAuthDecision = true });
        cloud.AddToken(Service, Tokens.Demo(cloud.InAnHour).WithRoles("service"));
        return cloud;
    }
}
