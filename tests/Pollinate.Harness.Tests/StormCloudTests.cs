using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Glance;
using Pollinate.SimulatedCloud.Nova;

namespace Pollinate.Harness.Tests;

/// <summary>What the harness needs of the simulated cloud.</summary>
internal sealed class StormCloudTests
{
    private HttpClient _client = null!;
    private Cloud _cloud = null!;

    [SetUp]
    public Task SetUp() => StartAsync(new());

    [TearDown]
    public async Task TearDown()
    {
        _client.Dispose();
        await _cloud.DisposeAsync();
    }

    [Test]
    public async Task A_server_of_a_storm_belongs_to_the_project_and_boots_from_the_image_that_its_number_says()
    {
        var server = (await GetAsync($"compute/v2.1/servers/{SampleServers.OfStorm(123)}"))["server"]!;
        var project = (await GetAsync($"identity/v3/projects/{SampleData.NumberedProject(23).Id}"))["project"]!;
        var image = await GetAsync($"image/v2/images/{SampleImages.Numbered(3).Id}");

        ((string?)server["id"]).Should().Be(SampleServers.OfStorm(123));
        ((string?)server["tenant_id"]).Should().Be((string?)project["id"]);
        ((string?)server["image"]!["id"]).Should().Be((string?)image["id"]);
        ((string?)project["name"]).Should().Be("storm-23");
        ((string?)image[SampleImages.WindowsTrait]).Should().Be("required");
    }

    [Test]
    public async Task Servers_that_are_alike_have_each_its_own_id_in_every_place()
    {
        foreach (var number in new[] { 1, 2, 51 })
        {
            var id = SampleServers.OfStorm(number);
            var server = (await GetAsync($"compute/v2.1/servers/{id}"))["server"]!;

            ((string?)server["id"]).Should().Be(id);
            server["links"]!.AsArray().Select(link => (string?)link!["href"]).Should().OnlyContain(address => address!.EndsWith(id));
        }
    }

    [TestCase("bea7c0de-0000-4000-9000-00000000000x")]
    [TestCase("bea7c0de-0000-4000-9000-1")]
    [TestCase("bea7c0de-0000-4000-9000-000000000001-")]
    public async Task An_id_without_a_number_is_no_servers(string id)
    {
        using var response = await _client.GetAsync(new Uri($"compute/v2.1/servers/{id}", UriKind.Relative));

        ((int)response.StatusCode).Should().Be(404);
    }

    [Test]
    public async Task Every_call_is_counted()
    {
        _cloud.Calls.Clear();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => GetAsync($"compute/v2.1/servers/{SampleServers.OfStorm(number)}")));

        _cloud.Calls.All.Should().BeEquivalentTo(new Dictionary<string, int> { ["GET /compute/v2.1/servers/{id}"] = 200 });
    }

    [Test]
    public async Task Every_call_takes_as_long_as_is_wanted()
    {
        await TearDown();
        await StartAsync(new() { Latency = TimeSpan.FromMilliseconds(60) });

        var begun = Stopwatch.GetTimestamp();
        await GetAsync($"compute/v2.1/servers/{SampleServers.OfStorm(1)}");

        // The timers' own inexactness is corrected to the millisecond.
        Stopwatch.GetElapsedTime(begun).Should().BeGreaterThan(TimeSpan.FromMilliseconds(57));
    }

    private async Task StartAsync(CloudOptions options)
    {
        _cloud = await Cloud.StartAsync(options);
        _client = new() { BaseAddress = _cloud.Address };
        var name = SampleData.Pollinate.Name;
        var domain = new { name = SampleData.DefaultDomain.Name };
        using var response = await _client.PostAsJsonAsync(new Uri("identity/v3/auth/tokens", UriKind.Relative), new
        {
            auth = new
            {
                identity = new { methods = new[] { "password" }, password = new { user = new { name, domain, password = SampleData.Password } } },
                scope = new { project = new { name = SampleData.Service.Name, domain } },
            },
        });
        _client.DefaultRequestHeaders.Add("X-Auth-Token", response.EnsureSuccessStatusCode().Headers.GetValues("X-Subject-Token").Single());
    }

    private async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await _client.GetStringAsync(new Uri(path, UriKind.Relative)))!;
}
