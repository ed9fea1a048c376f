using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>The scenarios "Access rules".</summary>
internal sealed class AccessRulesTests
{
    private const string Limited = "token-of-an-application";
    private const string Service = "token-of-a-service";

    [Test, Property("Scenario", 101)]
    public async Task Without_rules_an_application_credential_may_do_everything()
    {
        await using var cloud = await StartAsync();
        cloud.AddToken("without-rules", Tokens.ApplicationCredential(cloud.InAnHour));
        cloud.AddToken("with-null", Tokens.WithAccessRules(cloud.InAnHour, rules: null));

        (await cloud.PostAsync("without-rules")).ShouldBeConfirmed(cloud);
        (await cloud.PostAsync("with-null")).ShouldBeConfirmed(cloud);
    }

    [TestCase(null), TestCase(""), Property("Scenario", 102)]
    public async Task Without_service_type_a_token_with_rules_is_refused_even_with_a_service_token(string? serviceType)
    {
        await using var cloud = await StartAsync(options => options with { ServiceType = serviceType }, ("compute", "POST", "/"));

        (await cloud.PostAsync(Limited)).ShouldBe401();
        (await cloud.PostAsync(Limited, ("X-Service-Token", Service))).ShouldBe401();

        cloud.Log.Should().Contain(line => line.Contains("the access rules of its application credential do not allow it", StringComparison.Ordinal));
    }

    [TestCase("compute", "POST", "/", true)]
    [TestCase("compute", "GET", "/", false)]
    [TestCase("compute", "post", "/", false)]
    [TestCase("image", "POST", "/", false)]
    [TestCase("compute", "POST", "/x", false)]
    [Property("Scenario", 103)]
    public async Task A_rule_allows_its_method_its_service_and_its_path(string service, string method, string path, bool isConfirmed)
    {
        await using var cloud = await StartAsync(rules: (service, method, path));

        ShouldBe(await cloud.PostAsync(Limited), cloud, isConfirmed);
    }

    [Test, Property("Scenario", 103)]
    public async Task One_rule_that_matches_is_enough()
    {
        await using var cloud = await StartAsync(rules: [("compute", "GET", "/"), ("compute", "POST", "/a"), ("compute", "POST", "/")]);

        (await cloud.PostAsync(Limited)).ShouldBeConfirmed(cloud);
        (await cloud.SendAsync(HttpMethod.Get, "/?and=a&query", Limited)).ShouldBeConfirmed(cloud);
        (await cloud.SendAsync(HttpMethod.Put, "/", Limited)).ShouldBe401();
    }

    [TestCase("/a/*", "/a/b", true), TestCase("/a/*", "/a/", false), TestCase("/a/*", "/a/b/c", false), TestCase("/a/*", "/a", false)]
    [TestCase("/a/{id}", "/a/b", true), TestCase("/a/{id}", "/a/", false), TestCase("/a/{id}/c", "/a/b/c", true), TestCase("/a/{id}/c", "/a/b/d/c", false)]
    [TestCase("/a/**", "/a/b/c/d", true), TestCase("/a/**", "/a/", true), TestCase("/a/**", "/b", false), TestCase("/**", "/", true)]
    [TestCase("/v*/x", "/v2.1/x", true), TestCase("/{a}-{b}", "/1-2", true), TestCase("/{a}-{b}", "/12", false)]
    [TestCase("/a", "/a/", false), TestCase("/a", "/ab", false), TestCase("/a", "/b/a", false), TestCase("/A", "/a", false)]
    [Property("Scenario", 104)]
    [TestCase("/a.c", "/abc", false), TestCase("/a.c", "/a.c", true), TestCase("/a+", "/aa", false), TestCase("/(a|b)", "/a", false), TestCase("/a|.*", "/zzz", false)]
    [Property("Scenario", 105)]
    public async Task A_star_and_a_name_are_one_segment_two_stars_anything_and_the_rest_itself(string rule, string path, bool isConfirmed)
    {
        await using var cloud = await StartAsync(rules: ("compute", "POST", rule));

        ShouldBe(await cloud.SendAsync(HttpMethod.Post, path, Limited), cloud, isConfirmed);
    }

    [Test, Property("Scenario", 106)]
    public async Task An_empty_list_of_rules_allows_nothing()
    {
        await using var cloud = await StartAsync(rules: []);

        (await cloud.PostAsync(Limited)).ShouldBe401();
    }

    [Test, Property("Scenario", 107)]
    public async Task A_good_service_token_goes_before_the_rules()
    {
        await using var cloud = await StartAsync(rules: []);

        (await cloud.PostAsync(Limited, ("X-Service-Token", Service))).ShouldBeConfirmed(cloud);
        (await cloud.PostAsync(Limited, ("X-Service-Token", "junk"))).ShouldBe401();
    }

    [TestCase("GET", "/v3/auth/tokens", true), TestCase("GET", "/identity/v3/auth/tokens", true)]
    [TestCase("POST", "/v3/auth/tokens", false), TestCase("GET", "/v3/auth/tokens/x", false)]
    [Property("Scenario", 107)]
    public async Task Of_an_identity_service_every_token_may_be_validated(string method, string path, bool isConfirmed)
    {
        await using var cloud = await StartAsync(options => options with { ServiceType = "identity" }, []);

        ShouldBe(await cloud.SendAsync(new(method), path, Limited), cloud, isConfirmed);
    }

    [TestCase("vendordata"), TestCase("Compute"), Property("Scenario", 108)]
    public async Task A_service_type_that_is_not_in_the_tokens_catalog_is_refused(string serviceType)
    {
        await using var cloud = await StartAsync(options => options with { ServiceType = serviceType }, (serviceType, "POST", "/"));

        (await cloud.PostAsync(Limited)).ShouldBe401();
        (await cloud.PostAsync(Limited, ("X-Service-Token", Service))).ShouldBe401();
    }

    [Test, Property("Scenario", 108)]
    public async Task A_token_without_a_catalog_is_refused_when_it_has_rules()
    {
        await using var cloud = await StartAsync();
        cloud.AddToken("without-catalog", Tokens.WithAccessRules(cloud.InAnHour, ("compute", "POST", "/")).Without("catalog"));

        (await cloud.PostAsync("without-catalog")).ShouldBe401();
    }

    [Test, Property("Scenario", 109)]
    public async Task Keystone_is_told_that_rules_are_understood_with_every_validation()
    {
        await using var cloud = await StartAsync(rules: ("compute", "POST", "/"));
        cloud.Keystone.Validation.Next(Reply.Drop, Reply.Status(401));

        (await cloud.PostAsync(Limited, ("X-Service-Token", Service))).ShouldBeConfirmed(cloud);

        cloud.Keystone.Validations.Should().HaveCount(4);
        cloud.Keystone.Validations.Select(validation => validation.Header("OpenStack-Identity-Access-Rules")).Should().AllBe("1");
    }

    [TestCase("junk"), TestCase("token-of-a-member"), Property("Scenario", 110)]
    public async Task A_bad_service_token_waives_no_rule_when_the_decision_is_the_applications(string serviceToken)
    {
        await using var cloud = await StartAsync(options => options with { DelayAuthDecision = true }, ("compute", "GET", "/"));
        cloud.AddToken("token-of-a-member", Tokens.Demo(cloud.InAnHour));

        (await cloud.PostAsync(Limited, ("X-Service-Token", serviceToken))).ShouldBeInvalid(cloud);

        cloud.App["X-Service-Identity-Status"].Should().Be("Invalid");
        cloud.App["X-User-Id"].Should().BeNull();
    }

    [Test, Property("Scenario", 111)]
    public async Task The_rules_are_checked_when_the_token_is_cached_too()
    {
        await using var cloud = await StartAsync(rules: ("compute", "POST", "/"));

        (await cloud.PostAsync(Limited)).ShouldBeConfirmed(cloud);
        (await cloud.SendAsync(HttpMethod.Get, "/", Limited)).ShouldBe401();

        cloud.Keystone.Validations.Should().ContainSingle();
    }

    private static Task<Cloud> StartAsync(params (string Service, string Method, string Path)[] rules) =>
        StartAsync(options => options, rules);

    private static async Task<Cloud> StartAsync(
        Func<KeystoneAuthtokenOptions, KeystoneAuthtokenOptions> authtoken, params (string Service, string Method, string Path)[] rules)
    {
        var cloud = await Cloud.StartAsync(options => authtoken(options with { ServiceType = "compute" }));
        cloud.AddToken(Limited, Tokens.WithAccessRules(cloud.InAnHour, rules));
        cloud.AddToken(Service, Tokens.Demo(cloud.InAnHour).WithRoles("service"));
        return cloud;
    }

    private static void ShouldBe(Answer answer, Cloud cloud, bool isConfirmed)
    {
        if (isConfirmed)
            answer.ShouldBeConfirmed(cloud);
        else
            answer.ShouldBe401();
    }
}
