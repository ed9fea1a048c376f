using System.Text;
using Pollinate.Host.Authentication;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>The scenarios "Caller token".</summary>
internal sealed class CallerTokenTests
{
    [Test, Property("Scenario", 1)]
    public async Task A_valid_project_token_is_validated_once_and_its_values_reach_the_application()
    {
        await using var cloud = await Cloud.StartAsync();

        var answer = await cloud.PostAsync(Cloud.NovaToken);

        answer.ShouldBeConfirmed(cloud);
        var validation = cloud.Keystone.Validations.Should().ContainSingle().Subject;
        validation.ToString().Should().Be("GET /v3/auth/tokens");
        validation.Header("X-Subject-Token").Should().Be(Cloud.NovaToken);
        validation.Header("X-Auth-Token").Should().Be(cloud.Keystone.OwnTokens.Single());
        validation.Header("OpenStack-Identity-Access-Rules").Should().Be("1");
        validation.Header("Accept").Should().Be("application/json");
        cloud.App["X-User-Id"].Should().Be("2f9aaebfa760476186e632a817b73160");
        cloud.App["X-User-Name"].Should().Be("novavd");
        cloud.App["X-User-Domain-Id"].Should().Be("default");
        cloud.App["X-User-Domain-Name"].Should().Be("Default");
        cloud.App["X-Project-Id"].Should().Be("e881c91b950f4f0ab2dd81c05351d295");
        cloud.App["X-Project-Name"].Should().Be("service");
        cloud.App["X-Project-Domain-Id"].Should().Be("default");
        cloud.App["X-Project-Domain-Name"].Should().Be("Default");
        cloud.App["X-Roles"].Should().Be("admin,reader,member");
        cloud.App["X-Domain-Id"].Should().BeNull();
        var caller = cloud.App.Identity!.Caller;
        caller.UserName.Should().Be("novavd");
        caller.ProjectName.Should().Be("service");
        caller.Roles.Should().Equal("admin", "reader", "member");
    }

    [TestCase("POST", "/"), TestCase("GET", "/"), TestCase("HEAD", "/"), TestCase("OPTIONS", "/"), Property("Scenario", 2)]
    public async Task A_request_without_a_token_is_refused_and_Keystone_is_not_asked(string method, string path)
    {
        await using var cloud = await Cloud.StartAsync();

        var answer = await cloud.SendAsync(new HttpMethod(method), path, token: null);

        if (method == "HEAD")
        {
            answer.Code.Should().Be(401);
            answer.Body.Should().BeEmpty();
            answer.Header("WWW-Authenticate").Should().Be($"Keystone uri=\"{Cloud.PublicUrl}\"");
        }
        else
        {
            answer.ShouldBe401();
        }

        cloud.Keystone.Requests.Should().BeEmpty();
        cloud.Seen.Should().BeEmpty();
    }

    [Test, Property("Scenario", 3)]
    public async Task An_empty_token_is_refused_and_Keystone_is_not_asked()
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.PostAsync("")).ShouldBe401();

        cloud.Keystone.Requests.Should().BeEmpty();
    }

    [Test, Property("Scenario", 4)]
    public async Task A_blank_token_is_refused_and_Keystone_is_not_asked()
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.PostAsync("   ")).ShouldBe401();

        cloud.Keystone.Requests.Should().BeEmpty();
    }

    [Test, Property("Scenario", 5)]
    public async Task A_token_that_Keystone_does_not_know_is_refused()
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.PostAsync("nobody-knows-me")).ShouldBe401();

        cloud.Keystone.Validations.Should().ContainSingle();
        cloud.Seen.Should().BeEmpty();
        cloud.Log.Should().Contain(line => line.Contains("Keystone does not know its token", StringComparison.Ordinal));
    }

    [Test, Property("Scenario", 6)]
    public async Task An_unknown_token_is_asked_about_each_time()
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.PostAsync("nobody-knows-me")).ShouldBe401();
        (await cloud.PostAsync("nobody-knows-me")).ShouldBe401();

        cloud.Keystone.Validations.Should().HaveCount(2);
    }

    [Test, Property("Scenario", 7)]
    public async Task A_token_is_taken_without_the_blanks_around_it()
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.PostAsync($"  {Cloud.NovaToken}\t")).ShouldBeConfirmed(cloud);

        cloud.Keystone.Validations.Single().Header("X-Subject-Token").Should().Be(Cloud.NovaToken);
    }

    [Test, Property("Scenario", 8)]
    public async Task X_Storage_Token_is_the_token_when_there_is_no_X_Auth_Token()
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.PostAsync(token: null, ("X-Storage-Token", Cloud.NovaToken))).ShouldBeConfirmed(cloud);
    }

    [Test, Property("Scenario", 9)]
    public async Task A_bad_X_Auth_Token_does_not_fall_back_to_a_good_X_Storage_Token()
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.PostAsync("nobody-knows-me", ("X-Storage-Token", Cloud.NovaToken))).ShouldBe401();
    }

    [TestCase(""), TestCase("   "), Property("Scenario", 10)]
    public async Task An_empty_X_Auth_Token_does_not_fall_back_to_a_good_X_Storage_Token(string empty)
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.PostAsync(empty, ("X-Storage-Token", Cloud.NovaToken))).ShouldBe401();

        cloud.Keystone.Requests.Should().BeEmpty();
    }

    [Test, Property("Scenario", 11)]
    public async Task Two_X_Auth_Token_headers_are_refused_even_when_both_are_good()
    {
        await using var cloud = await Cloud.StartAsync();

        var answer = await RawHttp.SendAsync(
            cloud.Url, $"POST / HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {Cloud.NovaToken}\r\nX-Auth-Token: {Cloud.NovaToken}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 401 ").And.EndWith(AnswerAssertions.UnauthorizedBody);
        cloud.Seen.Should().BeEmpty();
    }

    [Test, Property("Scenario", 12)]
    public async Task An_unscoped_token_is_confirmed_without_project_and_with_empty_roles()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("unscoped", Tokens.Unscoped(cloud.InAnHour));

        (await cloud.PostAsync("unscoped")).ShouldBeConfirmed(cloud);

        cloud.App["X-User-Name"].Should().Be("demo");
        cloud.App["X-Roles"].Should().BeEmpty().And.NotBeNull();
        cloud.App.Headers.Keys.Should().NotContain(name => name.StartsWith("X-Project-", StringComparison.Ordinal) || name.StartsWith("X-Tenant", StringComparison.Ordinal));
        cloud.App["X-Service-Catalog"].Should().BeNull();
        cloud.App.Identity!.Caller.ProjectId.Should().BeNull();
        cloud.App.Identity.Caller.Roles.Should().BeEmpty();
    }

    [Test, Property("Scenario", 13)]
    public async Task A_domain_token_is_confirmed_with_its_domain_and_without_project()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("of-a-domain", Tokens.OfDomain(cloud.InAnHour));

        (await cloud.PostAsync("of-a-domain")).ShouldBeConfirmed(cloud);

        cloud.App["X-Domain-Id"].Should().Be("d0");
        cloud.App["X-Domain-Name"].Should().Be("Research");
        cloud.App["X-Project-Id"].Should().BeNull();
        cloud.App.Identity!.Caller.DomainName.Should().Be("Research");
    }

    [Test, Property("Scenario", 14)]
    public async Task A_system_token_is_confirmed_with_OpenStack_System_Scope()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("of-the-system", Tokens.SystemAdmin(cloud.InAnHour));

        (await cloud.PostAsync("of-the-system")).ShouldBeConfirmed(cloud);

        cloud.App["OpenStack-System-Scope"].Should().Be("all");
        cloud.App["X-Project-Id"].Should().BeNull();
        cloud.App.Identity!.Caller.IsSystemScoped.Should().BeTrue();
    }

    [TestCase(null, "True"), TestCase(true, "True"), TestCase(false, "False"), Property("Scenario", 15)]
    public async Task X_Is_Admin_Project_is_what_the_token_says_and_True_when_it_says_nothing(bool? says, string header)
    {
        await using var cloud = await Cloud.StartAsync();
        var body = Tokens.Demo(cloud.InAnHour);
        cloud.AddToken("demo-token", says is null ? body : body.With("is_admin_project", says));

        (await cloud.PostAsync("demo-token")).ShouldBeConfirmed(cloud);

        cloud.App["X-Is-Admin-Project"].Should().Be(header);
    }

    [Test, Property("Scenario", 16)]
    public async Task A_name_of_other_letters_reaches_the_application_intact()
    {
        await using var cloud = await Cloud.StartAsync();
        var body = Tokens.Demo(cloud.InAnHour);
        body["token"]!["user"]!["name"] = "Zoë 中";
        cloud.AddToken("of-zoe", body);

        (await cloud.PostAsync("of-zoe")).ShouldBeConfirmed(cloud);

        cloud.App["X-User-Name"].Should().Be("Zoë 中");
        cloud.App.Identity!.Caller.UserName.Should().Be("Zoë 中");
    }

    [TestCase(CallerToken.MaximumLength + 1), TestCase(8185), TestCase(20_000), Property("Scenario", 17)]
    public async Task A_token_that_is_too_long_to_ask_about_is_refused_and_Keystone_is_not_asked(int length)
    {
        await using var cloud = await Cloud.StartAsync();

        (await cloud.PostAsync(new string('t', length))).ShouldBe401();

        cloud.Keystone.Requests.Should().BeEmpty();
    }

    [Test, Property("Scenario", 17)]
    public async Task The_longest_token_that_Keystone_takes_is_asked_about()
    {
        await using var cloud = await Cloud.StartAsync();
        var longest = new string('t', 8170);
        cloud.AddToken(longest, Tokens.Nova(cloud.InAnHour));

        (await cloud.PostAsync(longest)).ShouldBeConfirmed(cloud);
    }

    // Who may ask for vendordata beyond that is the business of the authorization, not of this.
    [Test, Property("Scenario", 18)]
    public async Task Any_valid_token_is_confirmed_whatever_its_roles()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.AddToken("of-a-member", Tokens.Demo(cloud.InAnHour).WithRoles("member"));

        (await cloud.PostAsync("of-a-member")).ShouldBeConfirmed(cloud);

        cloud.App.Identity!.Caller.Roles.Should().Equal("member");
    }

    [TestCase("tökén"), TestCase("a b"), Property("Scenario", 19)]
    public async Task A_token_with_characters_that_no_token_has_is_refused_and_Keystone_is_not_asked(string token)
    {
        await using var cloud = await Cloud.StartAsync();

        var answer = await RawHttp.SendAsync(
            cloud.Url, Encoding.UTF8.GetBytes($"GET / HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {token}\r\nConnection: close\r\n\r\n"));

        answer.Should().StartWith("HTTP/1.1 401 ");
        cloud.Keystone.Requests.Should().BeEmpty();
    }

    [Test]
    public async Task A_thousand_first_requests_with_one_token_are_one_validation()
    {
        await using var cloud = await Cloud.StartAsync();
        var gate = new TaskCompletionSource();
        cloud.Keystone.Validation.Next(Reply.After(gate.Task, Reply.Json(200, Tokens.Nova(cloud.InAnHour).ToJsonString())));

        var answers = Enumerable.Range(0, 1000).Select(_ => cloud.PostAsync(Cloud.NovaToken)).ToArray();
        await Eventually.TrueAsync(() => cloud.Keystone.Validations.Count == 1);
        gate.SetResult();

        (await Task.WhenAll(answers)).Should().OnlyContain(answer => answer.Code == 200);
        cloud.Keystone.Validations.Should().ContainSingle();
        cloud.Keystone.Auths.Should().ContainSingle();
        cloud.Seen.Should().HaveCount(1000).And.OnlyContain(seen => seen["X-User-Name"] == "novavd");
    }

    [Test]
    public async Task A_caller_who_goes_away_does_not_take_the_validation_from_the_others()
    {
        await using var cloud = await Cloud.StartAsync();
        var gate = new TaskCompletionSource();
        cloud.Keystone.Validation.Next(Reply.After(gate.Task, Reply.Json(200, Tokens.Nova(cloud.InAnHour).ToJsonString())));
        await RawHttp.SendAndCloseAsync(
            cloud.Url,
            $"GET / HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {Cloud.NovaToken}\r\n\r\n",
            () => Eventually.TrueAsync(() => cloud.Keystone.Validations.Count == 1));

        var other = cloud.PostAsync(Cloud.NovaToken);
        gate.SetResult();

        (await other).Code.Should().Be(200);
        cloud.Keystone.Validations.Should().ContainSingle();
    }
}
