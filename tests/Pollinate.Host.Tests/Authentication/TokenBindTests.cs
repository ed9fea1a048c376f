using System.Security.Claims;
using System.Text.Json.Nodes;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>The scenarios "Token bind".</summary>
internal sealed class TokenBindTests
{
    private const string Kerberos = """{"kerberos": "me"}""";
    private const string Unknown = """{"fingerprint": "x"}""";
    private const string Both = """{"kerberos": "me", "fingerprint": "x"}""";

    // permissive: what is not known is let pass.
    [TestCase("permissive", Kerberos, "Negotiate", "me", true), Property("Scenario", 96)]
    [TestCase("permissive", Kerberos, "negotiate", "me", true)]
    [TestCase("permissive", Kerberos, "Negotiate", "you", false)]
    [TestCase("permissive", Kerberos, "Negotiate", "ME", false)]
    [TestCase("permissive", Kerberos, "Basic", "me", false)]
    [TestCase("permissive", Kerberos, null, null, false)]
    [TestCase("permissive", """{"kerberos": null}""", null, null, false)]
    [TestCase("permissive", Unknown, null, null, true), Property("Scenario", 97)]
    [TestCase("permissive", Both, "Negotiate", "me", true)]
    [TestCase("permissive", Both, null, null, false)]
    [TestCase("permissive", "{}", null, null, true)]
    [TestCase("permissive", null, null, null, true)]
    // strict: what is not known is refused.
    [TestCase("strict", Unknown, null, null, false)]
    [TestCase("strict", Both, "Negotiate", "me", false)]
    [TestCase("strict", Kerberos, "Negotiate", "me", true)]
    [TestCase("strict", Kerberos, null, null, false)]
    [TestCase("strict", "{}", null, null, true), Property("Scenario", 98)]
    [TestCase("strict", null, null, null, true)]
    // required: there must be one.
    [TestCase("required", null, null, null, false)]
    [TestCase("required", "{}", null, null, false)]
    [TestCase("required", Unknown, null, null, false)]
    [TestCase("required", Kerberos, "Negotiate", "me", true)]
    [TestCase("required", Kerberos, null, null, false)]
    // disabled: nothing is looked at.
    [TestCase("disabled", Kerberos, null, null, true), Property("Scenario", 99)]
    [TestCase("disabled", Unknown, null, null, true)]
    [TestCase("disabled", null, null, null, true)]
    // Any other word: there must be one of that kind.
    [TestCase("kerberos", Kerberos, "Negotiate", "me", true)]
    [TestCase("kerberos", Kerberos, null, null, false)]
    [TestCase("kerberos", Unknown, "Negotiate", "me", false)]
    [TestCase("kerberos", null, "Negotiate", "me", false)]
    [TestCase("fingerprint", Unknown, null, null, false)]
    public async Task A_bound_token_is_confirmed_or_refused(string mode, string? bind, string? authType, string? remoteUser, bool isConfirmed)
    {
        await using var cloud = await StartAsync(mode, bind);
        if (remoteUser is not null)
            cloud.ConnectionUser = Principal(authType!, remoteUser);

        var answer = await cloud.PostAsync("bound-token");

        if (isConfirmed)
        {
            answer.ShouldBeConfirmed(cloud);
        }
        else
        {
            answer.ShouldBe401();
            cloud.Log.Should().Contain(line => line.Contains("its token is bound to something that the request does not show", StringComparison.Ordinal));
        }
    }

    [Test, Property("Scenario", 99)]
    public async Task The_bind_is_checked_when_the_token_is_cached_too()
    {
        await using var cloud = await StartAsync("permissive", Kerberos);
        cloud.ConnectionUser = Principal("Negotiate", "me");
        (await cloud.PostAsync("bound-token")).ShouldBeConfirmed(cloud);

        cloud.ConnectionUser = null;
        (await cloud.PostAsync("bound-token")).ShouldBe401();

        cloud.Keystone.Validations.Should().ContainSingle();
    }

    [TestCase(null, true), TestCase(Unknown, true), TestCase(Kerberos, false), Property("Scenario", 100)]
    public async Task With_a_good_service_token_its_bind_is_checked_in_place_of_the_users(string? serviceBind, bool isConfirmed)
    {
        await using var cloud = await StartAsync("permissive", Kerberos);
        cloud.AddToken("token-of-a-service", Bound(cloud, serviceBind).WithRoles("service"));

        var answer = await cloud.PostAsync("bound-token", ("X-Service-Token", "token-of-a-service"));

        if (isConfirmed)
            answer.ShouldBeConfirmed(cloud);
        else
            answer.ShouldBe401();
    }

    [TestCase("junk"), TestCase("token-of-a-member"), Property("Scenario", 110)]
    public async Task A_bad_service_token_waives_no_bind_when_the_decision_is_the_applications(string serviceToken)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { DelayAuthDecision = true });
        cloud.AddToken("bound-token", Bound(cloud, Kerberos));
        cloud.AddToken("token-of-a-member", Tokens.Demo(cloud.InAnHour));

        (await cloud.PostAsync("bound-token", ("X-Service-Token", serviceToken))).ShouldBeInvalid(cloud);

        cloud.App["X-Service-Identity-Status"].Should().Be("Invalid");
    }

    private static async Task<Cloud> StartAsync(string mode, string? bind)
    {
        var cloud = await Cloud.StartAsync(options => options with { EnforceTokenBind = mode });
        cloud.AddToken("bound-token", Bound(cloud, bind));
        return cloud;
    }

    private static JsonObject Bound(Cloud cloud, string? bind)
    {
        var body = Tokens.Demo(cloud.InAnHour);
        return bind is null ? body : body.WithBind(JsonNode.Parse(bind)!.AsObject());
    }

    private static ClaimsPrincipal Principal(string authType, string name) =>
        new(new ClaimsIdentity([new(ClaimTypes.Name, name)], authType));
}
