using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Support;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Cinder;
using Pollinate.SimulatedCloud.Faults;
using Pollinate.SimulatedCloud.Nova;
using Cloud = Pollinate.SimulatedCloud.Cloud;

namespace Pollinate.Host.Tests.Lookups;

/// <summary>The whole daemon against a simulated cloud: which calls a request makes, and how many times it waits for them.</summary>
internal sealed class DeclaredLookupTests
{
    private const string All = "AProjectProvider,BServerProvider,CImageProvider,DCredentialProvider,ESecretProvider";

    private static readonly string[] OneCallOfEachKind =
    [
        "GET /compute/v2.1/servers/{id}",
        "GET /identity/v3/credentials",
        "GET /identity/v3/projects/{id}",
        "GET /image/v2/images/{id}",
        "GET /vault/v1/secret/data/{**path}",
    ];

    private TemporaryFolder _plugins = null!;
    private Cloud _cloud = null!;

    [SetUp]
    public async Task SetUp()
    {
        _plugins = new();
        BuiltPlugins.CopyFixture("Fixture.Lookups", _plugins.Path);
        _cloud = await Cloud.StartAsync(new());
    }

    [TearDown]
    public async Task TearDown()
    {
        await _cloud.DisposeAsync();
        _plugins.Dispose();
    }

    [Test]
    public async Task Every_provider_gets_what_it_looks_up()
    {
        await using var daemon = await StartAsync(All + ",FClientProvider");

        (await AskAsync(daemon, SampleServers.Windows)).ToString().Should().Be(
            """{"a_project":"demo","b_server":"melbourne-qh2|qh2-win-01|","c_image":"win2022","d_credentials":"4 credentials of type cloudstor","e_secret":"sample-licence-ardc|True","f_client":"windows"}""");
    }

    [Test]
    public async Task A_cold_request_makes_one_call_of_each_kind()
    {
        await using var daemon = await StartAsync(All);

        await AskAsync(daemon, SampleServers.Windows);

        Calls.Should().BeEquivalentTo(OneCallOfEachKind.ToDictionary(route => route, _ => 1));
    }

    [Test]
    public async Task A_warm_request_for_another_instance_makes_one_server_call_and_one_credentials_call_and_no_other()
    {
        await using var daemon = await StartAsync(All);
        await AskAsync(daemon, SampleServers.Windows);
        _cloud.Calls.Clear();

        await AskAsync(daemon, SampleServers.Windows with { Id = SampleServers.Numbered(1) });

        _cloud.Calls.All.Should().BeEquivalentTo(new Dictionary<string, int>
        {
            ["GET /compute/v2.1/servers/{id}"] = 1,
            ["GET /identity/v3/credentials"] = 1,
        });
    }

    [Test]
    public async Task Calls_for_one_instance_within_seconds_make_one_server_call()
    {
        await using var daemon = await StartAsync(All);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => AskAsync(daemon, SampleServers.Windows)));

        _cloud.Calls.Of("GET", "/compute/v2.1/servers/{id}").Should().Be(1);
    }

    [Test]
    public async Task A_cold_request_waits_for_one_round_trip_once_the_session_is_authenticated()
    {
        await using var daemon = await StartAsync(All);
        await AuthenticateAsync(daemon);
        _cloud.Gate.Close();

        var asking = AskAsync(daemon, SampleServers.Windows);
        var held = await _cloud.Gate.WhenHeldAsync(OneCallOfEachKind.Length);
        _cloud.Gate.Release();

        held.Should().HaveCount(OneCallOfEachKind.Length).And.OnlyHaveUniqueItems();
        // Any further call would be held for ever.
        (await asking).GetProperty("a_project").GetString().Should().Be("demo");
    }

    [Test]
    public async Task A_cold_request_for_an_instance_with_a_volume_waits_for_two_round_trips()
    {
        await using var daemon = await StartAsync(All);
        await AuthenticateAsync(daemon);
        _cloud.Gate.Close();

        var asking = AskAsync(daemon, SampleServers.WindowsVolume);
        await _cloud.Gate.WhenHeldAsync(OneCallOfEachKind.Length - 1);
        _cloud.Gate.Release();
        (await _cloud.Gate.WhenHeldAsync(2)).Should().OnlyContain(call => call.Contains("/volumes/"));
        _cloud.Gate.Release();

        (await asking).GetProperty("b_server").GetString().Should().EndWith("|False,True");
    }

    [Test]
    public async Task A_lookup_that_fails_ahead_reaches_only_those_who_ask_for_it()
    {
        await using var daemon = await StartAsync("IdleProvider," + All);
        _cloud.Faults.Add(new(FaultKind.Status, "identity") { Path = "/v3/projects" });
        _cloud.Faults.Add(new(FaultKind.Status, "image"));

        var answer = await AskAsync(daemon, SampleServers.Windows);

        answer.EnumerateObject().Select(property => property.Name)
            .Should().Equal("b_server", "d_credentials", "e_secret", "idle");
        daemon.Log.Split('\n').Where(line => line.Contains("failed and is left out", StringComparison.Ordinal)).Should().HaveCount(2);
        _cloud.Calls.Of("GET", "/identity/v3/projects/{id}").Should().Be(1);
    }

    [Test]
    public async Task What_only_providers_need_that_are_left_out_is_not_looked_up_ahead()
    {
        await using var daemon = await StartAsync("AProjectProvider,DCredentialProvider");
        _cloud.Faults.Add(new(FaultKind.Status, "identity") { Path = "/v3/projects", Status = 403 });
        for (var times = 0; times < 10; times++)
            await AskAsync(daemon, SampleServers.Windows);
        _cloud.Calls.Clear();

        for (var times = 0; times < 5; times++)
            (await AskAsync(daemon, SampleServers.Windows)).EnumerateObject().Should().ContainSingle();

        // One of them may have tried the provider again.
        _cloud.Calls.Of("GET", "/identity/v3/projects/{id}").Should().BeLessThanOrEqualTo(1);
        _cloud.Calls.Of("GET", "/identity/v3/credentials").Should().Be(5);
    }

    [Test]
    public async Task Lookups_that_nobody_asks_for_and_that_fail_disturb_nothing()
    {
        var unobserved = new List<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs noted)
        {
            if (noted.Exception.ToString().Contains("Pollinate.Host.Lookups", StringComparison.Ordinal))
                unobserved.Add(noted.Exception);
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await using (var daemon = await StartAsync("IdleProvider"))
            {
                foreach (var service in new[] { "identity", "compute", "image", "vault" })
                    _cloud.Faults.Add(new(FaultKind.Status, service));
                (await AskAsync(daemon, SampleServers.Windows)).ToString().Should().Be("""{"idle":"done"}""");
                await Keystone.Eventually.TrueAsync(() => _cloud.Calls.OfService("vault") > 0 && _cloud.Calls.OfService("identity") > 0);
            }

            for (var time = 0; time < 3; time++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        unobserved.Should().BeEmpty();
    }

    [Test]
    public async Task Nothing_is_started_of_what_a_request_does_not_name()
    {
        await using var daemon = await StartAsync("IdleProvider");

        await AskAsync(daemon, $$"""{"project-id":"{{SampleData.Demo.Id}}","image-id":""}""");
        await Keystone.Eventually.TrueAsync(() => _cloud.Calls.Of("GET", "/identity/v3/projects/{id}") > 0);

        _cloud.Calls.OfService("compute").Should().Be(0);
        _cloud.Calls.OfService("image").Should().Be(0);
    }

    private IReadOnlyDictionary<string, int> Calls => _cloud.Calls.All
        .Where(call => call.Key != "POST /identity/v3/auth/tokens").ToDictionary();

    private Task<RunningDaemon> StartAsync(string providers) => RunningDaemon.StartAsync($"""
        [DEFAULT]
        auth_strategy = noauth
        plugins_dir = {_plugins.Path}
        providers = {string.Join(',', providers.Split(',').Select(name => "Fixture.Lookups." + name))}

        [service_auth]
        auth_type = v3password
        {_cloud.CredentialOptions}

        [vault]
        {_cloud.VaultOptions}
        """);

    /// <summary>
    /// Makes the daemon get its token, and keep nothing else: there is no such project and image, and Vault is away.
    /// </summary>
    private async Task AuthenticateAsync(RunningDaemon daemon)
    {
        _cloud.Faults.Add(new(FaultKind.Status, "vault"));
        using var response = await PostAsync(daemon, """{"project-id":"none","instance-id":"none","image-id":"none"}""");
        response.EnsureSuccessStatusCode();
        _cloud.Calls.Of("POST", "/identity/v3/auth/tokens").Should().Be(1);
        _cloud.Faults.Clear();
    }

    private static Task<JsonElement> AskAsync(RunningDaemon daemon, SampleServer server) => AskAsync(
        daemon,
        $$"""{"project-id":"{{server.ProjectId}}","instance-id":"{{server.Id}}","image-id":"{{server.ImageId}}"}""");

    private static async Task<JsonElement> AskAsync(RunningDaemon daemon, string body)
    {
        using var response = await PostAsync(daemon, body);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningDaemon daemon, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Identity-Status", "Confirmed");
        return await daemon.Client.SendAsync(request);
    }
}
