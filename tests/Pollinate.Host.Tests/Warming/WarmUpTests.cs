using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Pollinate.Host.Tests.Generations;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.SimulatedCloud;
using Cloud = Pollinate.SimulatedCloud.Cloud;

namespace Pollinate.Host.Tests.Warming;

/// <summary>What the daemon does, and does not do, before it says that it serves.</summary>
internal sealed class WarmUpTests
{
    private const string Tokens = "/identity/v3/auth/tokens";

    /// <summary>What the six providers declare.</summary>
    private static readonly string[] Declared =
    [
        "GET /compute/v2.1/servers/{id}", "GET /identity/v3/projects/{id}", "GET /image/v2/images/{id}", "GET /identity/v3/credentials",
        "GET /vault/v1/secret/data/{**path}",
    ];

    [Test]
    public async Task Before_the_daemon_serves_it_has_its_tokens_and_has_asked_each_declared_service_once_or_twice()
    {
        await using var cloud = await Cloud.StartAsync(new());
        cloud.Gate.Close();
        var starting = RunningDaemon.StartAsync(Configuration(cloud));
        await cloud.Gate.WhenHeldAsync(1);
        starting.IsCompleted.Should().BeFalse("it serves only when it is warm, or when its patience has ended");
        cloud.Gate.Open();

        await using var daemon = await starting;

        var calls = cloud.Calls.All;
        calls[$"POST {Tokens}"].Should().BeInRange(1, 2, "one for each of its two users");
        calls[$"GET {Tokens}"].Should().Be(1, "it has validated its own");
        foreach (var call in Declared)
            calls[call].Should().BeInRange(1, 2, call);
        daemon.Log.Should().Contain("Serving at").And.NotContain("could not warm up").And.NotContain("WARN").And.NotContain("ERROR");
    }

    [Test]
    public async Task The_first_guest_costs_no_more_than_its_own_lookups()
    {
        await using var cloud = await Cloud.StartAsync(new());
        await using var daemon = await RunningDaemon.StartAsync(Configuration(cloud));
        var token = await TokenAsync(cloud);
        cloud.Calls.Clear();

        var answer = await AskAsync(daemon, token);

        answer.GetProperty("project_info").GetProperty("project_name").GetString().Should().Be("demo");
        cloud.Calls.All.Should().BeEquivalentTo(
            Declared.Where(call => !call.Contains("vault", StringComparison.Ordinal)).Append($"GET {Tokens}").ToDictionary(call => call, _ => 1));
    }

    [Test]
    public async Task No_provider_of_the_configuration_is_called()
    {
        await using var cloud = await Cloud.StartAsync(new());
        await using var daemon = await RunningDaemon.StartAsync(Configuration(cloud));

        (await AskAsync(daemon, await TokenAsync(cloud))).GetProperty("life").GetInt32().Should().Be(1, "it counts its calls");
        daemon.Log.Should().Contain("constructed with");
    }

    [Test]
    public async Task Nothing_of_it_is_left_in_the_log_or_in_the_answers()
    {
        await using var cloud = await Cloud.StartAsync(new());
        await using var daemon = await RunningDaemon.StartAsync(Configuration(cloud).Replace("[DEFAULT]", "[DEFAULT]\ndebug = true", StringComparison.Ordinal));

        (await AskAsync(daemon, await TokenAsync(cloud))).TryGetProperty("warm-up", out _).Should().BeFalse();
        daemon.Log.Split('\n').Where(line => line.Contains("warm-up", StringComparison.OrdinalIgnoreCase) && !line.Contains(" DEBUG ", StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [Test]
    public async Task The_daemons_own_user_warms_up_although_it_may_not_ask_for_vendordata()
    {
        await using var cloud = await Cloud.StartAsync(new());
        await using var daemon = await RunningDaemon.StartAsync($"{Configuration(cloud)}\n[authorization]\nallowed_users = Default:{SampleData.Nova.Name}\n");

        foreach (var call in Declared)
            cloud.Calls.All[call].Should().BeInRange(1, 2, call);
        daemon.Log.Should().NotContain("Refused").And.NotContain("could not warm up");
        var ask = async () => await AskAsync(daemon, await TokenAsync(cloud, SampleData.Pollinate.Id));
        (await ask.Should().ThrowAsync<HttpRequestException>()).Which.StatusCode.Should().Be(System.Net.HttpStatusCode.Forbidden);
        (await AskAsync(daemon, await TokenAsync(cloud))).GetProperty("life").GetInt32().Should().Be(1);
    }

    [Test]
    public async Task Switched_off_it_asks_nobody_for_anything()
    {
        await using var cloud = await Cloud.StartAsync(new());
        await using var daemon = await RunningDaemon.StartAsync(
            Configuration(cloud).Replace("warm_up = true", "warm_up = false", StringComparison.Ordinal));

        cloud.Calls.All.Should().BeEmpty();
        (await AskAsync(daemon, await TokenAsync(cloud))).GetProperty("life").GetInt32().Should().Be(1);
    }

    [TestCase("keystone")]
    [TestCase("noauth")]
    public async Task A_Keystone_that_hangs_delays_the_serving_by_no_more_than_the_patience_and_is_said_in_one_line(string strategy)
    {
        await using var keystone = await ScriptedKeystone.StartAsync(TimeProvider.System);
        keystone.Discovery.Always(Reply.Hang);
        keystone.Auth.Always(Reply.Hang);

        // It never answers: the daemon serves all the same.
        await using var daemon = await RunningDaemon.StartAsync(Configuration(strategy, keystone.Url)).WaitAsync(TimeSpan.FromSeconds(60));

        ShouldSayOnce(daemon);
        keystone.Requests.Should().NotBeEmpty();
    }

    [Test]
    public async Task A_Keystone_that_is_away_is_said_in_one_line_and_the_daemon_serves()
    {
        await using var daemon = await RunningDaemon.StartAsync(Configuration("keystone", "http://127.0.0.1:1"));

        ShouldSayOnce(daemon);
        daemon.Log.Should().NotContain("s3cret");
    }

    [Test]
    public async Task A_service_that_fails_stops_neither_the_warming_up_nor_the_daemon()
    {
        await using var cloud = await Cloud.StartAsync(new());
        cloud.Faults.Add(new(SimulatedCloud.Faults.FaultKind.Html, "compute"));
        cloud.Faults.Add(new(SimulatedCloud.Faults.FaultKind.Reset, "vault"));
        await using var daemon = await RunningDaemon.StartAsync(Configuration(cloud));

        cloud.Calls.Of("GET", "/identity/v3/projects/{id}").Should().BeInRange(1, 2);
        daemon.Log.Should().Contain("Serving at").And.NotContain(" ERROR ");
        (await AskAsync(daemon, await TokenAsync(cloud))).GetProperty("life").GetInt32().Should().Be(1);
    }

    [Test]
    public async Task What_a_reload_makes_is_warm_before_it_is_in_force()
    {
        await using var cloud = await Cloud.StartAsync(new());
        await using var daemon = await ReloadableDaemon.StartAsync(WithKeystone(cloud.CredentialOptions));
        cloud.Calls.Clear();

        await daemon.ReloadAsync();

        cloud.Calls.All[$"POST {Tokens}"].Should().Be(1, "it has a token of its own");
        cloud.Calls.All[$"GET {Tokens}"].Should().Be(1, "it has validated that");
        cloud.Calls.Clear();
        await AskAsync(daemon.Client, await TokenAsync(cloud));
        cloud.Calls.All.Should().BeEquivalentTo(new Dictionary<string, int> { [$"POST {Tokens}"] = 1, [$"GET {Tokens}"] = 1 }, "the guest's is issued and validated, and that is all");
    }

    [Test]
    public async Task A_reload_comes_into_force_although_Keystone_is_away()
    {
        await using var cloud = await Cloud.StartAsync(new());
        await using var daemon = await ReloadableDaemon.StartAsync(WithKeystone(cloud.CredentialOptions));
        daemon.Configure(WithKeystone("auth_url = http://127.0.0.1:1\nuser_id = u\npassword = s3cret\nproject_id = p"));

        await daemon.ReloadAsync();

        daemon.Failures.Should().Be(0);
        daemon.Log.Should().NotContain(" ERROR ").And.NotContain("s3cret");
    }

    private static string WithKeystone(string credentials) => $"[DEFAULT]\nauth_strategy = keystone\n[keystone_authtoken]\nauth_type = password\n{credentials}\n";

    private static void ShouldSayOnce(RunningDaemon daemon)
    {
        var lines = daemon.Log.Split('\n');
        var said = lines.Should().ContainSingle(line => line.Contains("The daemon could not warm up, so that the first requests take longer: ", StringComparison.Ordinal)).Subject;
        said.Should().Contain(" INFO ").And.NotEndWith(": ");
        lines.Should().ContainSingle(line => line.Contains("Serving at", StringComparison.Ordinal));
        Array.IndexOf(lines, said).Should().BeLessThan(Array.FindIndex(lines, line => line.Contains("Serving at", StringComparison.Ordinal)));
        lines.Should().NotContain(line => line.Contains(" ERROR ", StringComparison.Ordinal));
    }

    private static string Configuration(Cloud cloud) => $"""
        [DEFAULT]
        warm_up = true
        providers = project_info,cloudstor,nvidia_vgpu,windows_product_key,crowdstrike,test,Fixture.Dispatch.LifeProvider
        [keystone_authtoken]
        auth_type = password
        {cloud.CredentialOptions}
        [service_auth]
        auth_type = password
        {cloud.CredentialOptions}
        [vault]
        {cloud.VaultOptions}
        """;

    private static string Configuration(string strategy, string keystone)
    {
        var user = $"auth_type = password\nauth_url = {keystone}\nuser_id = u\npassword = s3cret\nproject_id = p";
        return $"[DEFAULT]\nwarm_up = true\nauth_strategy = {strategy}\nproviders = project_info\n[keystone_authtoken]\n{user}\n[service_auth]\n{user}\n";
    }

    /// <summary>A token of Nova's user.</summary>
    private static Task<string> TokenAsync(Cloud cloud) => TokenAsync(cloud, SampleData.Nova.Id);

    private static async Task<string> TokenAsync(Cloud cloud, string userId)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsJsonAsync($"{cloud.AuthUrl}/auth/tokens", new
        {
            auth = new
            {
                identity = new { methods = new[] { "password" }, password = new { user = new { id = userId, password = SampleData.Password } } },
                scope = new { project = new { id = SampleData.Service.Id } },
            },
        });
        return answer.EnsureSuccessStatusCode().Headers.GetValues("X-Subject-Token").Single();
    }

    private static Task<JsonElement> AskAsync(RunningDaemon daemon, string token) => AskAsync(daemon.Client, token);

    private static async Task<JsonElement> AskAsync(HttpClient client, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(
                $$"""{"project-id":"{{SampleData.Demo.Id}}","instance-id":"{{SampleData.InstanceId}}","image-id":"{{SampleData.ImageId}}"}""",
                new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("X-Auth-Token", token);
        using var response = await client.SendAsync(request);
        return JsonElement.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
    }
}
