using System.Net;
using System.Net.Http.Headers;
using Pollinate.Host.Tests.Generations;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>Who may ask for vendordata, of those whom Keystone knows: the whole daemon, a scripted Keystone.</summary>
internal sealed class AuthorizationTests
{
    private const string Nova = "token-of-nova";
    private const string Member = "token-of-a-member";

    private const string NovaId = "2f9aaebfa760476186e632a817b73160";
    private const string ServiceId = "e881c91b950f4f0ab2dd81c05351d295";
    private const string MemberId = "7824ebc465594b7e92eb0cc1883b1c2e";

    private ScriptedKeystone _keystone = null!;

    private static DateTimeOffset InAnHour => TimeProvider.System.GetUtcNow().AddHours(1);

    [SetUp]
    public async Task SetUp()
    {
        _keystone = await ScriptedKeystone.StartAsync(TimeProvider.System);
        _keystone.Add(Nova, Tokens.Nova(InAnHour));
        _keystone.Add(Member, Tokens.Demo(InAnHour));
    }

    [TearDown]
    public async Task TearDown() => await _keystone.DisposeAsync();

    [Test]
    public async Task Unless_told_otherwise_the_roles_admin_and_service_may_ask_and_no_other()
    {
        await using var daemon = await StartAsync("");

        (await StatusOfRolesAsync(daemon, "service")).Should().Be(200);
        (await StatusOfRolesAsync(daemon, "admin")).Should().Be(200);
        (await StatusOfRolesAsync(daemon, "member", "Service")).Should().Be(200, "oslo.policy compares roles without case, too");
        (await StatusOfRolesAsync(daemon, "member", "reader")).Should().Be(403);
        (await StatusOfRolesAsync(daemon, "services")).Should().Be(403);
        (await StatusOfRolesAsync(daemon)).Should().Be(403);
    }

    [Test]
    public async Task The_roles_that_the_operator_names_may_ask_and_no_other()
    {
        await using var daemon = await StartAsync("[authorization]\nrequired_roles = Vendordata, reader\n");

        (await StatusOfRolesAsync(daemon, "vendordata")).Should().Be(200);
        (await StatusOfRolesAsync(daemon, "x", "READER")).Should().Be(200);
        (await StatusOfRolesAsync(daemon, "admin")).Should().Be(403);
    }

    [TestCase("POST", "/"), TestCase("POST", "/cloud-init"), TestCase("GET", "/"), TestCase("POST", "/nope"), TestCase("OPTIONS", "/")]
    public async Task Whoever_may_not_is_told_nothing_but_that_whatever_they_ask_for(string method, string path)
    {
        await using var daemon = await StartAsync("[authorization]\nrequired_roles = secret-role\nallowed_users = Default:secret-user\n");

        using var answer = await SendAsync(daemon.Client, new(method), path, Member);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).Should().Be(
            """{"error":{"code":403,"title":"Forbidden","message":"You are not authorized to ask for vendordata."}}""");
        answer.Content.Headers.ContentType!.ToString().Should().Be("application/json");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        answer.Headers.WwwAuthenticate.Should().BeEmpty("another token of the same user would help nobody");
        answer.Headers.Contains("x-openstack-request-id").Should().BeTrue();
    }

    [Test]
    public async Task The_log_names_who_asked_and_the_option_to_set_and_no_token()
    {
        await using var daemon = await StartAsync("");

        using var answer = await SendAsync(daemon.Client, HttpMethod.Post, "/", Member);

        var id = answer.Headers.GetValues("x-openstack-request-id").Single();
        daemon.Log.Split('\n').Should().ContainSingle(line => line.Contains("Refused", StringComparison.Ordinal)).Which
            .Should().Contain(" WARN").And.Contain(id).And.Contain(
                $"Refused POST from 127.0.0.1 with 403: the user 'demo' ({MemberId}) of the domain 'Default' in the project 'demo' " +
                "(0bb3fa3aa4de405cb4562d2efe937225) of the domain 'Default' with the roles member, reader has none of [authorization] required_roles; " +
                "if this is Nova, give its user one of them there, or add one of its roles to the option.");
        daemon.Log.Should().NotContain(Member);
    }

    [TestCase(NovaId, 200)]
    [TestCase("Default:novavd", 200)]
    [TestCase("default:novavd", 200)]
    [TestCase("Default:nobody, Default:novavd", 200)]
    [TestCase("Default:NovaVD", 403)]
    [TestCase("Other:novavd", 403)]
    [TestCase("Default:service", 403)]
    [TestCase(MemberId, 403)]
    public async Task A_user_is_named_by_its_id_or_by_domain_and_name(string users, int status)
    {
        await using var daemon = await StartAsync($"[authorization]\nallowed_users = {users}\n");

        (await StatusAsync(daemon, Nova)).Should().Be(status);
        if (status == 403)
            daemon.Log.Should().Contain($"is not in [authorization] allowed_users; if this is Nova, add {NovaId} to the option.");
    }

    [TestCase(ServiceId, 200)]
    [TestCase("Default:service", 200)]
    [TestCase("default:service", 200)]
    [TestCase("Other:service", 403)]
    [TestCase("Default:admin", 403)]
    [TestCase("Default:novavd", 403)]
    public async Task A_project_is_named_by_its_id_or_by_domain_and_name(string projects, int status)
    {
        await using var daemon = await StartAsync($"[authorization]\nallowed_projects = {projects}\n");

        (await StatusAsync(daemon, Nova)).Should().Be(status);
        if (status == 403)
            daemon.Log.Should().Contain($"asks from a project that is not in [authorization] allowed_projects; if this is Nova, add {ServiceId} to the option.");
    }

    [Test]
    public async Task A_name_that_is_written_without_its_domain_is_nobody_and_is_warned_of()
    {
        await using var daemon = await StartAsync("[authorization]\nallowed_users = novavd\nallowed_projects = service\n");

        (await StatusAsync(daemon, Nova)).Should().Be(403);
        daemon.Log.Should().Contain("[authorization] allowed_users: 'novavd' counts as an id, which it hardly is; write a name with its domain, such as Default:nova.")
            .And.Contain("[authorization] allowed_projects: 'service' counts as an id");
    }

    [TestCase("required_roles = nobody\nallowed_users = Default:novavd\nallowed_projects = Default:service", "required_roles")]
    [TestCase("required_roles = admin\nallowed_users = Default:nobody\nallowed_projects = Default:service", "allowed_users")]
    [TestCase("required_roles = admin\nallowed_users = Default:novavd\nallowed_projects = Default:nothing", "allowed_projects")]
    [TestCase("required_roles = nobody\nallowed_users = Default:nobody\nallowed_projects = Default:nothing", "required_roles, allowed_users, allowed_projects")]
    public async Task Each_option_that_is_not_empty_must_hold(string options, string unmet)
    {
        await using var daemon = await StartAsync($"[authorization]\n{options}\n");

        (await StatusAsync(daemon, Nova)).Should().Be(403);

        foreach (var option in new[] { "required_roles", "allowed_users", "allowed_projects" })
            daemon.Log.Contains($"[authorization] {option};", StringComparison.Ordinal).Should().Be(unmet.Contains(option, StringComparison.Ordinal), option);
    }

    [TestCase("required_roles =\nallowed_users = Default:demo")]
    [TestCase("required_roles =\nallowed_projects = Default:demo")]
    public async Task An_option_that_is_empty_asks_for_nothing(string options)
    {
        await using var daemon = await StartAsync($"[authorization]\n{options}\n");

        (await StatusAsync(daemon, Member)).Should().Be(200);
        (await StatusAsync(daemon, Nova)).Should().Be(403);
    }

    [Test]
    public async Task With_all_of_them_empty_any_user_of_the_cloud_is_answered_and_the_start_says_so()
    {
        await using var daemon = await StartAsync("[authorization]\nrequired_roles =\n");

        (await StatusAsync(daemon, Member)).Should().Be(200);
        daemon.Log.Split('\n').Should().ContainSingle(line => line.Contains("any user of the cloud who reaches this daemon is answered", StringComparison.Ordinal))
            .Which.Should().Contain(" WARN").And.Contain("required_roles, allowed_users and allowed_projects are all empty");
    }

    [Test]
    public async Task Tokens_of_the_system_and_of_a_domain_count_by_their_roles_there_and_have_no_project()
    {
        _keystone.Add("token-of-the-system", Tokens.SystemAdmin(InAnHour));
        _keystone.Add("token-of-a-domain", Tokens.OfDomain(InAnHour).WithRoles("admin"));
        _keystone.Add("token-of-a-reader-of-a-domain", Tokens.OfDomain(InAnHour));
        _keystone.Add("token-of-nothing", Tokens.Unscoped(InAnHour));
        await using (var daemon = await StartAsync(""))
        {
            (await StatusAsync(daemon, "token-of-the-system")).Should().Be(200);
            (await StatusAsync(daemon, "token-of-a-domain")).Should().Be(200);
            (await StatusAsync(daemon, "token-of-a-reader-of-a-domain")).Should().Be(403);
            (await StatusAsync(daemon, "token-of-nothing")).Should().Be(403);
            daemon.Log.Should().Contain("in the domain 'Research' (d0) with the roles reader has none").And.Contain("in no project without a role has none");
        }

        await using (var daemon = await StartAsync("[authorization]\nallowed_projects = Default:service\n"))
        {
            (await StatusAsync(daemon, "token-of-the-system")).Should().Be(403);
            (await StatusAsync(daemon, "token-of-a-domain")).Should().Be(403);
            (await StatusAsync(daemon, Nova)).Should().Be(200);
            daemon.Log.Should().Contain("in the system with the roles admin, member, reader has a token without a project, which [authorization] allowed_projects asks for");
        }
    }

    [Test]
    public async Task A_service_token_changes_nothing()
    {
        _keystone.Add("token-of-a-service", Tokens.Nova(InAnHour).WithRoles("service"));
        await using var daemon = await StartAsync("");

        (await StatusAsync(daemon, Member, "token-of-a-service")).Should().Be(403);
        (await StatusAsync(daemon, Nova, "token-of-a-service")).Should().Be(200);
    }

    [Test]
    public async Task With_a_delayed_decision_nobody_is_answered_without_an_identity_either()
    {
        await using var daemon = await StartAsync($"[keystone_authtoken]\ndelay_auth_decision = true\nwww_authenticate_uri = {Cloud.PublicUrl}\n");

        (await StatusAsync(daemon, Nova)).Should().Be(200);
        (await StatusAsync(daemon, Member)).Should().Be(403);
        using var unknown = await SendAsync(daemon.Client, HttpMethod.Post, "/", "nobody-knows-me");
        unknown.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        unknown.Headers.WwwAuthenticate.ToString().Should().Be($"Keystone uri=\"{Cloud.PublicUrl}\"");
        unknown.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Test]
    public async Task What_the_decision_is_made_of_is_asked_of_Keystone_once()
    {
        await using var daemon = await StartAsync("");

        for (var request = 0; request < 3; request++)
        {
            (await StatusAsync(daemon, Nova)).Should().Be(200);
            (await StatusAsync(daemon, Member)).Should().Be(403);
        }

        _keystone.Validations.Should().HaveCount(2);
    }

    [Test]
    public async Task A_reload_counts_for_tokens_that_are_known_already()
    {
        await using var daemon = await ReloadableDaemon.StartAsync(WithKeystone());
        (await StatusAsync(daemon.Client, Nova)).Should().Be(200);
        (await StatusAsync(daemon.Client, Member)).Should().Be(403);

        daemon.Configure(WithKeystone() + "[authorization]\nrequired_roles = member\nallowed_users = Default:demo\n");
        await daemon.ReloadAsync();

        (await StatusAsync(daemon.Client, Nova)).Should().Be(403);
        (await StatusAsync(daemon.Client, Member)).Should().Be(200);
    }

    [TestCase("noauth"), TestCase("testing")]
    public async Task Where_nobody_is_known_nobody_is_asked_for_a_role(string strategy)
    {
        await using var daemon = await RunningDaemon.StartAsync($"[DEFAULT]\nauth_strategy = {strategy}\n[authorization]\nallowed_users = Default:novavd\n");
        using var request = Request(HttpMethod.Post, "/");
        request.Headers.Add("X-Identity-Status", "Confirmed");

        using var answer = await daemon.Client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [TestCase("allowed_users = :nova", "[authorization] allowed_users: ':nova' is neither an id nor domain:name; write for example Default:nova.")]
    [TestCase("allowed_projects = Default:", "[authorization] allowed_projects: 'Default:' is neither an id nor domain:name; write for example Default:service.")]
    [TestCase("allowed_users = Default:nova,,Default:other", "[authorization] allowed_users: '' is neither an id nor domain:name")]
    [TestCase("required_roles = admin,,service", "[authorization] required_roles has an empty item, which no role is; take it out.")]
    public async Task An_item_that_is_nobody_stops_the_start(string option, string error)
    {
        var (code, errors) = await RunningDaemon.TryStartAsync($"{WithKeystone()}[authorization]\n{option}\n");

        code.Should().Be(1);
        errors.Should().Contain(line => line.Contains(error, StringComparison.Ordinal));
    }

    private string WithKeystone() => $"""
        [DEFAULT]
        auth_strategy = keystone
        [keystone_authtoken]
        auth_type = password
        auth_url = {_keystone.Url}
        user_id = u
        password = {Cloud.Password}
        project_id = p

        """;

    private Task<RunningDaemon> StartAsync(string configuration) => RunningDaemon.StartAsync(WithKeystone() + configuration);

    private async Task<int> StatusOfRolesAsync(RunningDaemon daemon, params string[] roles)
    {
        var token = $"token-of-{string.Join('-', roles)}";
        _keystone.Add(token, Tokens.Demo(InAnHour).WithRoles(roles));
        return await StatusAsync(daemon, token);
    }

    private static Task<int> StatusAsync(RunningDaemon daemon, string token, string? serviceToken = null) => StatusAsync(daemon.Client, token, serviceToken);

    private static async Task<int> StatusAsync(HttpClient client, string token, string? serviceToken = null)
    {
        using var answer = await SendAsync(client, HttpMethod.Post, "/", token, serviceToken);
        return (int)answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string token, string? serviceToken = null)
    {
        using var request = Request(method, path);
        request.Headers.Add("X-Auth-Token", token);
        if (serviceToken is not null)
            request.Headers.Add("X-Service-Token", serviceToken);
        return await client.SendAsync(request);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path) => new(method, new Uri(path, UriKind.Relative))
    {
        Content = method == HttpMethod.Post ? new StringContent("""{"project-id":"p"}""", new MediaTypeHeaderValue("application/json")) : null,
    };
}
