using System.Diagnostics;
using Pollinate.Host.Commands;
using Pollinate.Host.Commands.Checking;
using Pollinate.Host.Tests.Keystone;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Faults;
using Cloud = Pollinate.SimulatedCloud.Cloud;

namespace Pollinate.Host.Tests.Commands;

/// <summary>What <c>nova-pollinate check</c> finds by asking the cloud and Vault.</summary>
internal sealed class CheckCloudTests
{
    private const string Everything = "a_project, b_server, c_image, d_credentials, g_named_secrets";
    private const string SharedUser = "[service_auth]\nauth_section = keystone_authtoken\n";

    private CommandUnderTest _command = null!;
    private Cloud _cloud = null!;

    [SetUp]
    public async Task SetUp()
    {
        _command = new("Fixture.Lookups");
        _cloud = await Cloud.StartAsync(new());
    }

    [TearDown]
    public async Task TearDown()
    {
        await _cloud.DisposeAsync();
        _command.Dispose();
    }

    [Test]
    public async Task Everything_that_answers_is_a_success_with_what_was_found()
    {
        var (result, rows) = await CheckAsync(Authtoken() + SharedUser + Vault());

        rows.Should().OnlyContain(row => row.Result == CheckResult.Success, because: result.Output);
        result.Code.Should().Be(0);
        Of(rows, "Keystone [keystone_authtoken]").Details.Should().Be(
            $"pollinate (Default) in project service (Default), roles admin, service, at {_cloud.AuthUrl}.");
        Of(rows, "Keystone [service_auth]").Details.Should().Contain("roles admin, service");
        Of(rows, "Validation of tokens").Details.Should().Contain($"{_cloud.Address}identity/v3 (internal) answers");
        Of(rows, "Endpoint identity").Details.Should().Contain("asked by a_project, d_credentials.");
        Of(rows, "Endpoint compute").Details.Should().Contain($"{_cloud.Address}compute/v2.1 answers; asked by b_server, c_image.");
        Of(rows, "Endpoint image").Details.Should().Contain("c_image");
        Of(rows, "Endpoint volumev3").Details.Should().Contain("b_server", because: "it takes the lookup by its constructor, and does not declare it");
        Of(rows, "Vault").Details.Should().MatchRegex($"^[0-9]+ secrets in {SampleData.SecretPath} at ");
    }

    [Test]
    public async Task No_secret_is_printed()
    {
        var (result, _) = await CheckAsync(Authtoken() + SharedUser + Vault());

        foreach (var secret in SampleData.Secrets.Values.Where(value => value.Length > 8).Append(SampleData.VaultToken))
            (result.Output + result.Errors).Should().NotContain(secret);
    }

    [Test]
    public async Task Offline_nobody_is_asked()
    {
        var (result, rows) = await CheckAsync(Authtoken() + SharedUser + Vault(), new() { Offline = true });

        result.Code.Should().Be(0, because: result.Output);
        _cloud.Calls.All.Should().BeEmpty();
        Of(rows, "Keystone").Details.Should().Be("Not asked, because of --offline.");
        Of(rows, "Vault").Details.Should().Be("Not asked, because of --offline.");
    }

    [Test]
    public async Task Credentials_that_Keystone_refuses_are_a_failure_with_the_cure()
    {
        var (result, rows) = await CheckAsync(Authtoken(password: "wrong-password"), providers: "a_project");

        result.Code.Should().Be(2);
        Of(rows, "Keystone [keystone_authtoken]").Details.Should().StartWith("Keystone refused the credentials of [keystone_authtoken]")
            .And.EndWith("Correct user, password, project and domains.");
        Of(rows, "Keystone [service_auth]").Details.Should().StartWith(
            "[service_auth] is not configured, as whose user a_project would ask identity. Set its auth_type, auth_url and the user's options, or auth_section = keystone_authtoken.");
        rows.Should().NotContain(row => row.Check == "Validation of tokens");
        result.Output.Should().NotContain("wrong-password");
    }

    [Test]
    public async Task Credentials_that_were_refused_are_not_tried_again_lest_the_user_be_locked_out()
    {
        var (result, rows) = await CheckAsync(Authtoken(password: "wrong-password") + SharedUser, providers: "a_project");

        result.Code.Should().Be(2);
        Of(rows, "Keystone [service_auth]").Details.Should().Be("It has the same credentials as [keystone_authtoken], which got no token; see there.");
        _cloud.Calls.Of("POST", "/identity/v3/auth/tokens").Should().Be(1);
    }

    [Test]
    public async Task A_user_without_the_roles_that_policies_want_is_warned_of()
    {
        var (result, rows) = await CheckAsync(Authtoken(SampleData.DemoUser.Name, SampleData.Demo.Name) + SharedUser, providers: "a_project");

        Of(rows, "Keystone [keystone_authtoken]").Should().Match<CheckedRow>(row =>
            row.Result == CheckResult.Warning && row.Details.Contains("neither of the roles service and admin") && row.Details.Contains("roles member, reader"));
        Of(rows, "Keystone [service_auth]").Should().Match<CheckedRow>(row =>
            row.Result == CheckResult.Warning && row.Details.Contains("has not the role admin, which the services' own policies (identity) want"));
        result.Output.Should().Contain("may not");
    }

    [Test]
    public async Task A_user_that_may_not_validate_tokens_of_others_is_a_failure()
    {
        _cloud.Faults.Add(new(FaultKind.Status, "identity") { Path = "/v3/auth/tokens", Method = "GET", Status = 403 });

        var (result, rows) = await CheckAsync(Authtoken(), providers: "");

        result.Code.Should().Be(2);
        Of(rows, "Validation of tokens").Details.Should().Contain("the user of [keystone_authtoken] may not validate tokens. Give it the role");
    }

    [Test]
    public async Task A_service_that_the_catalog_lacks_is_a_failure_that_says_who_asks_it()
    {
        await using var keystone = await ScriptedKeystone.StartAsync(TimeProvider.System);
        keystone.Catalog = [Tokens.Service("identity", ("public", "RegionOne", $"{keystone.Url}/v3"), ("internal", "RegionOne", $"{keystone.Url}/v3"))];
        keystone.Add($"own-token-2-{new string('k', 40)}", Tokens.Nova(TimeProvider.System.GetUtcNow().AddHours(1)));

        var (result, rows) = await CheckAsync($"""
            [keystone_authtoken]
            auth_type = password
            auth_url = {keystone.Url}/v3
            username = pollinate
            password = secret
            user_domain_name = Default
            project_name = service
            project_domain_name = Default

            """ + SharedUser, providers: "b_server");

        result.Code.Should().Be(2);
        Of(rows, "Validation of tokens").Result.Should().Be(CheckResult.Success, because: result.Output);
        Of(rows, "Endpoint compute").Details.Should().Be(
            "The catalog that Keystone gave [service_auth] has no public endpoint of compute in any region. Correct the catalog, or the section's interface and region_name. It is asked by b_server.");
    }

    [TestCase("compute", FaultKind.Status, "answered 500")]
    [TestCase("compute", FaultKind.Html, "compute: ")]
    public async Task A_service_that_answers_wrongly_is_a_failure(string service, FaultKind kind, string said)
    {
        _cloud.Faults.Add(new(kind, service));

        var (result, rows) = await CheckAsync(Authtoken() + SharedUser, providers: "c_image");

        result.Code.Should().Be(2);
        Of(rows, "Endpoint compute").Should().Match<CheckedRow>(row => row.Result == CheckResult.Failure && row.Details.Contains(said));
        Of(rows, "Endpoint image").Result.Should().Be(CheckResult.Success);
    }

    [Test]
    public async Task Whoever_hangs_is_a_failure_and_keeps_nobody_waiting()
    {
        _cloud.Faults.Add(new(FaultKind.Delay, "compute") { DelayMilliseconds = 600_000 });
        _cloud.Faults.Add(new(FaultKind.Delay, "vault") { DelayMilliseconds = 600_000 });
        var watch = Stopwatch.StartNew();

        var (result, rows) = await CheckAsync(Authtoken() + SharedUser + Vault(), new() { Patience = TimeSpan.FromSeconds(2) }, "b_server, e_secret");

        watch.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(2));
        result.Code.Should().Be(2);
        Of(rows, "Endpoint compute").Details.Should().StartWith("The service compute, asked by b_server, gave no answer within 2 s; see that it runs");
        Of(rows, "Vault").Details.Should().StartWith("The secrets of nova-pollinate at ").And.Contain("gave no answer within 2 s");
    }

    [Test]
    public async Task Secrets_that_providers_name_and_Vault_lacks_are_named()
    {
        _cloud.Vault.Write("others", new() { ["LICENSE_TOKEN_ARDC"] = "x-marked-value", ["OTHER"] = "" });

        var (result, rows) = await CheckAsync(Vault("others"), providers: "g_named_secrets", strategy: "noauth");

        result.Code.Should().Be(2);
        var row = Of(rows, "Vault");
        row.Result.Should().Be(CheckResult.Failure);
        row.Lines.Should().Equal(
            $"There is no secret LICENSE_TOKEN_MONASH, which g_named_secrets needs ([g_named_secrets] zones). Add it to others at {_cloud.VaultUrl}, or name another.",
            "Warning: There is no secret of the form WINDOWS_PRODUCT_KEY_{host}, one of which g_named_secrets takes by the request ([g_named_secrets] pattern): no guest is given one. Add those that there are to be.",
            $"2 secrets in others at {_cloud.VaultUrl}.");
        result.Output.Should().NotContain("x-marked-value");
    }

    [TestCase("e_secret", CheckResult.Failure, 2)]
    [TestCase("a_project", CheckResult.Warning, 0)]
    public async Task A_token_that_Vault_refuses_is_a_failure_for_those_who_need_secrets(string providers, CheckResult expected, int code)
    {
        var (result, rows) = await CheckAsync(
            Authtoken() + SharedUser + $"[vault]\nurl = {_cloud.VaultUrl}\ntoken = stale-token\npath = nova-pollinate\n", providers: providers);

        Of(rows, "Vault").Should().Match<CheckedRow>(row => row.Result == expected && row.Details.Contains("Vault denied it (403); the token must be valid"));
        result.Code.Should().Be(code, because: result.Output);
        result.Output.Should().NotContain("stale-token");
    }

    [Test]
    public async Task A_shared_cache_that_does_not_answer_is_a_warning_since_the_daemon_serves_without_it()
    {
        var (result, rows) = await CheckAsync(Authtoken() + "memcached_servers = 127.0.0.1:1\n", providers: "");

        result.Code.Should().Be(0, because: result.Output);
        Of(rows, "Shared cache").Should().Match<CheckedRow>(row =>
            row.Result == CheckResult.Warning && row.Details.Contains("memcached at 127.0.0.1:1 can't be connected to (ConnectionRefused): tokens are validated without this shared cache"));
    }

    [Test]
    public async Task A_provider_that_can_not_be_used_hides_nothing_of_the_cloud()
    {
        var (result, rows) = await CheckAsync(Authtoken() + SharedUser, providers: "nobody_at_all, b_server");

        result.Code.Should().Be(2);
        Of(rows, "Provider nobody_at_all").Result.Should().Be(CheckResult.Failure);
        Of(rows, "Endpoint compute").Result.Should().Be(CheckResult.Success);
    }

    private static CheckedRow Of(IReadOnlyList<CheckedRow> rows, string check) => rows.Should().ContainSingle(row => row.Check == check).Which;

    private string Authtoken(string? user = null, string? project = null, string password = SampleData.Password) => $"""
        [keystone_authtoken]
        auth_type = password
        auth_url = {_cloud.AuthUrl}
        username = {user ?? SampleData.Pollinate.Name}
        password = {password}
        user_domain_name = Default
        project_name = {project ?? SampleData.Service.Name}
        project_domain_name = Default

        """;

    private string Vault(string path = SampleData.SecretPath) =>
        $"[vault]\nurl = {_cloud.VaultUrl}\ntoken = {SampleData.VaultToken}\npath = {path}\n";

    private async Task<(CommandResult Result, IReadOnlyList<CheckedRow> Rows)> CheckAsync(
        string sections, CheckSettings? settings = null, string providers = Everything, string strategy = "keystone")
    {
        var result = await _command.RunAsync($"[DEFAULT]\nauth_strategy = {strategy}\nproviders = {providers}\n{sections}", (arguments, streams) =>
            CheckCommand.RunAsync(arguments, (settings ?? new() { Patience = TimeSpan.FromMinutes(1) }) with { Json = true }, streams, CancellationToken.None));
        return (result, CheckedRow.Of(result));
    }
}
