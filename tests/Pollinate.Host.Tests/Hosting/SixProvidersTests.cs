using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Nova;

namespace Pollinate.Host.Tests.Hosting;

/// <summary>The whole daemon with all six providers against the simulated cloud: what it answers, and what that costs the cloud.</summary>
internal sealed class SixProvidersTests
{
    private const string Compute = "/compute/v2.1/servers/{id}";
    private const string Projects = "/identity/v3/projects/{id}";
    private const string Images = "/image/v2/images/{id}";
    private const string Credentials = "/identity/v3/credentials";
    private const string Secrets = "/vault/v1/secret/data/{**path}";

    private Cloud _cloud = null!;
    private RunningDaemon _daemon = null!;

    [SetUp]
    public async Task SetUp()
    {
        _cloud = await Cloud.StartAsync(new());
        _daemon = await RunningDaemon.StartAsync($"""
            [DEFAULT]
            auth_strategy = noauth
            providers = project_info,cloudstor,nvidia_vgpu,windows_product_key,crowdstrike,test
            [service_auth]
            auth_type = password
            {_cloud.CredentialOptions}
            [vault]
            {_cloud.VaultOptions}
            """);
    }

    [TearDown]
    public async Task TearDown()
    {
        _cloud.Gate.Open();
        await _daemon.DisposeAsync();
        await _cloud.DisposeAsync();
    }

    [Test]
    public async Task Every_provider_gives_its_part()
    {
        var answer = await AskAsync(SampleServers.Windows.Id);

        JsonNode.DeepEquals(answer, JsonNode.Parse("""
            {
              "cloudstor": { "username": "u1", "password": "p1" },
              "crowdstrike": {
                "cid": "sample-cid-qh2",
                "enabled": true,
                "fail_if_missing": false,
                "installer_url": "https://installer.example.org/qh2.deb",
                "installer_url_deb": "https://installer.example.org/qh2.deb",
                "installer_url_rpm": "https://installer.example.org/qh2.rpm",
                "provisioning_token": "sample-provisioning-token",
                "tags": "research,qh2"
              },
              "nvidia_vgpu": { "license_token": "sample-licence-monash" },
              "project_info": { "project_id": "0bb3fa3aa4de405cb4562d2efe937225", "project_name": "demo" },
              "test": { "OK": "Success" },
              "windows_product_key": { "product_key": "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE" }
            }
            """)).Should().BeTrue(because: answer.ToJsonString());
    }

    [Test]
    public async Task A_cold_request_makes_one_call_of_each_kind()
    {
        await AskAsync(SampleServers.Numbered(1));

        CallsBesideTokensAndDiscovery().Should().BeEquivalentTo(new Dictionary<string, int>
        {
            [$"GET {Compute}"] = 1,
            [$"GET {Projects}"] = 1,
            [$"GET {Images}"] = 1,
            [$"GET {Credentials}"] = 1,
            [$"GET {Secrets}"] = 1,
        });
        _cloud.Calls.Of("POST", "/identity/v3/auth/tokens").Should().Be(1);
    }

    [Test]
    public async Task A_warm_request_for_another_instance_makes_one_server_call_and_one_credentials_call()
    {
        await AskAsync(SampleServers.Numbered(1));
        _cloud.Calls.Clear();

        await AskAsync(SampleServers.Numbered(2));

        _cloud.Calls.All.Should().BeEquivalentTo(new Dictionary<string, int> { [$"GET {Compute}"] = 1, [$"GET {Credentials}"] = 1 });
    }

    [Test]
    public async Task All_the_requests_of_one_config_drive_cost_one_server_call()
    {
        for (var request = 0; request < 6; request++)
            await AskAsync(SampleServers.Numbered(1), path: request % 2 == 0 ? "/" : "/cloud-init");

        _cloud.Calls.Of("GET", Compute).Should().Be(1);
    }

    [Test]
    public async Task A_thousand_first_requests_at_once_make_one_project_call_one_image_call_and_one_token()
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(1, 1000),
            new ParallelOptions { MaxDegreeOfParallelism = 1000 },
            async (number, _) => (await AskAsync(SampleServers.Numbered(number)))["project_info"].Should().NotBeNull());

        _cloud.Calls.Of("GET", Projects).Should().Be(1);
        _cloud.Calls.Of("GET", Images).Should().Be(1);
        _cloud.Calls.Of("GET", Secrets).Should().Be(1);
        _cloud.Calls.Of("POST", "/identity/v3/auth/tokens").Should().Be(1);
        _cloud.Calls.Of("GET", Compute).Should().Be(1000);
    }

    [Test]
    public async Task A_cold_request_waits_for_one_round_trip_once_the_session_is_authenticated()
    {
        // A project that no later request asks for: what it leaves is the session alone.
        await AskAsync(SampleServers.Linux.Id, SampleData.Melbourne.Id, imageId: "");
        _cloud.Gate.Close();

        var asking = AskAsync(SampleServers.Windows.Id);
        var held = await _cloud.Gate.WhenHeldAsync(4);
        _cloud.Gate.Release();

        (await asking)["windows_product_key"].Should().NotBeNull();
        // The secrets are in memory from the first request; a fifth call would be held, and nobody would let it go.
        held.Should().Equal(
            "GET /compute/v2.1/servers/" + SampleServers.Windows.Id,
            "GET /identity/v3/credentials",
            "GET /identity/v3/projects/" + SampleData.Demo.Id,
            "GET /image/v2/images/" + SampleData.ImageId);
    }

    [Test]
    public async Task A_request_for_a_server_that_boots_from_a_volume_waits_for_two_round_trips()
    {
        await AskAsync(SampleServers.Linux.Id, SampleData.Melbourne.Id, imageId: "");
        _cloud.Gate.Close();

        var asking = AskAsync(SampleServers.WindowsVolume.Id, imageId: "");
        (await _cloud.Gate.WhenHeldAsync(3)).Should().HaveCount(3);
        _cloud.Gate.Release();
        (await _cloud.Gate.WhenHeldAsync(2)).Should().OnlyContain(call => call.StartsWith("GET /volume/", StringComparison.Ordinal));
        _cloud.Gate.Release();

        (await asking)["windows_product_key"].Should().NotBeNull();
    }

    [Test]
    public async Task A_service_that_fails_costs_the_providers_that_need_it_alone()
    {
        _cloud.Faults.Add(new(SimulatedCloud.Faults.FaultKind.Html, "compute"));

        var answer = await AskAsync(SampleServers.Windows.Id);

        answer.AsObject().Select(part => part.Key).Should().Equal("cloudstor", "nvidia_vgpu", "project_info", "test");
        _daemon.Log.Should().Contain("The provider windows_product_key failed").And.Contain("The provider crowdstrike failed");
    }

    [Test]
    public async Task Cloud_init_is_an_empty_string_when_no_provider_gives_a_cloud_config() =>
        (await AskAsync(SampleServers.Windows.Id, path: "/cloud-init")).ToJsonString().Should().Be("\"\"");

    private Dictionary<string, int> CallsBesideTokensAndDiscovery() => _cloud.Calls.All
        .Where(call => call.Key is not ("POST /identity/v3/auth/tokens" or "GET /identity/v3"))
        .ToDictionary();

    private async Task<JsonNode> AskAsync(string instanceId, string? projectId = null, string imageId = SampleData.ImageId, string path = "/")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(new JsonObject
            {
                ["project-id"] = projectId ?? SampleData.Demo.Id,
                ["instance-id"] = instanceId,
                ["image-id"] = imageId,
                ["hostname"] = "guest",
            }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Identity-Status", "Confirmed");
        using var response = await _daemon.Client.SendAsync(request);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
