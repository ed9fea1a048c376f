using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloud = Pollinate.SimulatedCloud.Cloud;

namespace Pollinate.Host.Tests.OpenStack;

/// <summary>The simulated cloud's faults, as a process outside sets them.</summary>
internal sealed class FaultsOnDemandTests
{
    private Cloud _cloud = null!;
    private HttpClient _client = null!;

    [SetUp]
    public async Task SetUp()
    {
        _cloud = await Cloud.StartAsync(new());
        _client = new() { BaseAddress = _cloud.Address };
    }

    [TearDown]
    public async Task TearDown()
    {
        _client.Dispose();
        await _cloud.DisposeAsync();
    }

    [Test]
    public async Task A_fault_befalls_the_calls_that_it_names_as_often_as_it_says()
    {
        await AddAsync("""{"kind": "status", "service": "identity", "path": "/v3", "method": "GET", "status": 503, "retry_after": "7", "times": 1}""");

        using var befallen = await _client.GetAsync("identity/v3");
        using var after = await _client.GetAsync("identity/v3");
        using var elsewhere = await _client.GetAsync("identity");

        befallen.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        befallen.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(7));
        after.StatusCode.Should().Be(HttpStatusCode.OK);
        elsewhere.StatusCode.Should().Be(HttpStatusCode.MultipleChoices);
    }

    [Test]
    public async Task Faults_are_listed_and_taken_away()
    {
        await AddAsync("""{"kind": "half_body", "service": "identity"}""");

        var listed = await _client.GetFromJsonAsync<JsonElement>("_faults");
        using var deleted = await _client.DeleteAsync("_faults");
        using var answer = await _client.GetAsync("identity/v3");

        listed.EnumerateArray().Single().GetProperty("kind").GetString().Should().Be("half_body");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [TestCase("""{"kind": "status"}""")]
    [TestCase("""{"kind": "no such kind", "service": "identity"}""")]
    [TestCase("""{"kind": "status", "service": "identity", "stauts": 503}""")]
    [TestCase("nonsense")]
    public async Task A_fault_that_can_not_be_understood_is_refused(string fault)
    {
        using var response = await _client.PostAsync("_faults", new StringContent(fault, Encoding.UTF8, "application/json"));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        _cloud.Faults.All.Should().BeEmpty();
    }

    [Test]
    public async Task Calls_are_counted_by_route_and_the_questions_about_them_are_not()
    {
        for (var number = 0; number < 3; number++)
        {
            using var response = await _client.GetAsync($"compute/v2.1/servers/{number}");
            response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }

        var counts = await _client.GetFromJsonAsync<Dictionary<string, int>>("_calls");

        counts.Should().BeEquivalentTo(new Dictionary<string, int> { ["GET /compute/v2.1/servers/{id}"] = 3 });
    }

    private async Task AddAsync(string fault)
    {
        using var response = await _client.PostAsync("_faults", new StringContent(fault, Encoding.UTF8, "application/json"));
        response.StatusCode.Should().Be(HttpStatusCode.NoContent, because: await response.Content.ReadAsStringAsync());
    }
}
