using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pollinate.Host.Authentication;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>The scenarios "Header hygiene".</summary>
internal sealed class HeaderHygieneTests
{
    private static readonly string[] Fields =
    [
        "Domain-Id", "Domain-Name", "Project-Id", "Project-Name", "Project-Domain-Id", "Project-Domain-Name",
        "User-Id", "User-Name", "User-Domain-Id", "User-Domain-Name",
    ];

    /// <summary>The 31 that keystonemiddleware removes, and the one that it forgets.</summary>
    private static readonly string[] Names =
    [
        "X-Service-Catalog", "X-Identity-Status", "X-Service-Identity-Status", "X-Is-Admin-Project", "X-Role", "X-User",
        "X-Tenant-Id", "X-Tenant-Name", "X-Tenant", "X-Roles", "X-Service-Roles",
        .. Fields.Select(field => "X-" + field), .. Fields.Select(field => "X-Service-" + field),
        "OpenStack-System-Scope",
    ];

    public static IEnumerable<TestCaseData<Func<string, string>>> Spellings()
    {
        yield return new(name => name) { TestName = "{m}(as_they_are)" };
        yield return new(name => name.ToUpperInvariant()) { TestName = "{m}(in_capitals)" };
        yield return new(name => name.Replace('-', '_').ToUpperInvariant()) { TestName = "{m}(with_underscores)" };
        yield return new(name => name.Insert(name.IndexOf('-', StringComparison.Ordinal), "_").Remove(name.IndexOf('-', StringComparison.Ordinal) + 1, 1)) { TestName = "{m}(with_one_underscore)" };
    }

    [TestCaseSource(nameof(Spellings)), Property("Scenario", 57), Property("Scenario", 60)]
    public async Task Of_spoofed_headers_and_a_good_token_the_application_sees_the_tokens_values_only(Func<string, string> spell)
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.PostAsync(Cloud.NovaToken, Spoofed(spell))).ShouldBeConfirmed(cloud);

        Names.Should().HaveCount(32);
        cloud.App.Headers.Should().NotContain(header => header.Value.ToString().Contains("spoofed", StringComparison.Ordinal));
        cloud.App["X-Roles"].Should().Be("admin,reader,member");
        cloud.App["X-Domain-Id"].Should().BeNull();
        cloud.App["OpenStack-System-Scope"].Should().BeNull();
        cloud.App.Headers.Keys.Should().NotContain(name => name.StartsWith("X-Service-", StringComparison.Ordinal) && name != "X-Service-Catalog");
    }

    [TestCaseSource(nameof(Spellings)), Property("Scenario", 58), Property("Scenario", 59), Property("Scenario", 60)]
    public async Task Of_spoofed_headers_without_a_token_nothing_is_left_when_the_decision_is_the_applications(Func<string, string> spell)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { DelayAuthDecision = true });

        (await cloud.PostAsync(token: null, Spoofed(spell))).ShouldBeInvalid(cloud);

        cloud.App.Headers.Should().NotContain(header => header.Value.ToString().Contains("spoofed", StringComparison.Ordinal));
        cloud.App.Headers.Keys.Where(name => Names.Contains(name, StringComparer.OrdinalIgnoreCase)).Should().Equal("X-Identity-Status");
    }

    [Test, Property("Scenario", 58)]
    public async Task A_spoofed_Confirmed_is_not_believed()
    {
        await using var cloud = await Cloud.StartAsync(options => options with { DelayAuthDecision = true });

        var answer = await cloud.PostAsync(
            token: null, ("X-Identity-Status", "Confirmed"), ("X_Identity_Status", "Confirmed"), ("X-Service-Identity-Status", "Confirmed"), ("X-Roles", "admin"));

        answer.ShouldBeInvalid(cloud);
        cloud.App["X-Roles"].Should().BeNull();
        cloud.App["X-Service-Identity-Status"].Should().BeNull();
    }

    [Test, Property("Scenario", 60)]
    public async Task A_token_in_a_header_with_underscores_is_none()
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.PostAsync(token: null, ("X_Auth_Token", Cloud.NovaToken))).ShouldBe401();
    }

    [Test, Property("Scenario", 61)]
    public async Task The_older_names_of_headers_are_set_as_well()
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.App["X-Role"].Should().Be("admin,reader,member");
        cloud.App["X-User"].Should().Be("novavd");
        cloud.App["X-Tenant-Id"].Should().Be("e881c91b950f4f0ab2dd81c05351d295");
        cloud.App["X-Tenant-Name"].Should().Be("service");
        cloud.App["X-Tenant"].Should().Be("service");
    }

    [Test, Property("Scenario", 62)]
    public async Task The_catalog_is_told_in_the_form_of_version_2_with_one_entry_a_region()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("demo-token", Tokens.Demo(cloud.InAnHour).With("catalog", new JsonArray(
            Tokens.Service("compute", ("public", "One", "http://p1"), ("internal", "One", "http://i1"), ("public", "Two", "http://p2"), ("admin", "One", "http://a1")),
            Tokens.Service("volumev3"))));

        (await cloud.PostAsync("demo-token")).ShouldBeConfirmed(cloud);

        JsonNode.DeepEquals(JsonNode.Parse(cloud.App["X-Service-Catalog"]!), JsonNode.Parse("""
            [
              {"type": "compute", "name": "compute-name", "endpoints": [
                {"region": "One", "publicURL": "http://p1", "internalURL": "http://i1", "adminURL": "http://a1"},
                {"region": "Two", "publicURL": "http://p2"}]},
              {"type": "volumev3", "name": "volumev3-name", "endpoints": []}
            ]
            """)).Should().BeTrue(because: cloud.App["X-Service-Catalog"]!);
        cloud.Keystone.Validations.Single().Query.Should().BeEmpty();
    }

    [Test, Property("Scenario", 63)]
    public async Task Without_include_service_catalog_it_is_neither_asked_for_nor_told()
    {
        await using var cloud = await Cloud.StartAsync(options => options with { IncludeServiceCatalog = false });

        (await cloud.PostAsync(Cloud.NovaToken)).ShouldBeConfirmed(cloud);

        cloud.Keystone.Validations.Single().Query.Should().Be("?nocatalog");
        cloud.App["X-Service-Catalog"].Should().BeNull();
    }

    [Test, Property("Scenario", 64)]
    public async Task A_token_without_a_catalog_has_no_X_Service_Catalog()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("demo-token", Tokens.WithoutCatalog(cloud.InAnHour));

        (await cloud.PostAsync("demo-token")).ShouldBeConfirmed(cloud);

        cloud.App["X-Service-Catalog"].Should().BeNull();
    }

    [TestCase(false, "Keystone uri=\"https://keystone.example.org:5000\""), TestCase(true, "Basic realm=\"x\" | Keystone uri=\"https://keystone.example.org:5000\"")]
    [Property("Scenario", 65)]
    public async Task A_401_of_the_application_to_a_caller_who_is_not_confirmed_is_given_the_challenge_beside_its_own(bool hasOwn, string challenge)
    {
        // Without this whoever is not confirmed never comes as far as the application.
        await using var cloud = await Cloud.StartAsync(options => options with { DelayAuthDecision = true });
        cloud.AppReply = Refuse(hasOwn);

        var answer = await cloud.PostAsync(token: null);

        answer.Code.Should().Be(401);
        answer.Body.Should().Be("mine");
        answer.Header("WWW-Authenticate").Should().Be(challenge);
    }

    [Test, Property("Scenario", 65)]
    public async Task A_401_of_the_application_to_a_caller_who_is_confirmed_is_left_as_it_is([Values] bool isDelayed)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { DelayAuthDecision = isDelayed });
        cloud.AppReply = Refuse(hasOwn: true);

        var answer = await cloud.PostAsync(Cloud.NovaToken);

        answer.Code.Should().Be(401);
        answer.Body.Should().Be("mine");
        answer.Header("WWW-Authenticate").Should().Be("Basic realm=\"x\"", "another token would not help");
    }

    [TestCase(200), TestCase(403), TestCase(404), TestCase(503), Property("Scenario", 65)]
    public async Task Any_other_answer_of_the_application_is_left_as_it_is(int status)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AppReply = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        var answer = await cloud.PostAsync(Cloud.NovaToken);

        answer.Code.Should().Be(status);
        answer.Header("WWW-Authenticate").Should().BeNull();
    }

    [TestCase(null), TestCase(""), Property("Scenario", 66)]
    public async Task Without_www_authenticate_uri_callers_are_told_auth_url_even_with_Keystone_down(string? uri)
    {
        await using var cloud = await Cloud.StartAsync(options => options with { WwwAuthenticateUri = uri });
        await cloud.StopKeystoneAsync();

        (await cloud.PostAsync(token: null)).ShouldBe401(uri: cloud.Keystone.Url);
    }

    [Test, Property("Scenario", 67)]
    public async Task The_callers_own_tokens_are_left_for_the_application()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("service-token", Tokens.Nova(cloud.InAnHour).WithRoles("service"));

        (await cloud.PostAsync(Cloud.NovaToken, ("X-Service-Token", "service-token"))).ShouldBeConfirmed(cloud);

        cloud.App["X-Auth-Token"].Should().Be(Cloud.NovaToken);
        cloud.App["X-Service-Token"].Should().Be("service-token");
    }

    [Test]
    public void Every_identity_header_is_known() =>
        IdentityHeaders.All.Should().BeEquivalentTo(Names);

    private static (string Name, string Value)[] Spoofed(Func<string, string> spell) =>
        [.. Names.Select(name => (spell(name), "spoofed"))];

    private static RequestDelegate Refuse(bool hasOwn) => context =>
    {
        context.Response.StatusCode = 401;
        if (hasOwn)
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"x\"";
        return context.Response.WriteAsync("mine");
    };
}
