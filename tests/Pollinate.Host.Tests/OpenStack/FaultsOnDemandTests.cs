using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Fronts;
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

    [TestCase("cut_short", 200, "{\"version\":")]
    [TestCase("empty", 200, "")]
    [TestCase("wrong_values", 200, "{\"version\":{\"id\":4711,")]
    [TestCase("clock_skew", 200, "{\"version\":{\"id\":\"v3.14\",")]
    [TestCase("redirect", 302, "")]
    public async Task A_fault_of_the_body_leaves_of_it_what_its_kind_says(string kind, int status, string begin)
    {
        await AddAsync($$"""{"kind": "{{kind}}", "service": "identity"}""");
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _cloud.Address };

        using var answer = await client.GetAsync("identity/v3");

        ((int)answer.StatusCode).Should().Be(status);
        (await answer.Content.ReadAsStringAsync()).Should().StartWith(begin);
        _cloud.Faults.Befallen.Should().Be(1);
    }

    [Test]
    public async Task A_huge_body_is_as_long_as_the_fault_says_and_a_slow_one_does_not_end()
    {
        await AddAsync("""{"kind": "huge_body", "service": "identity", "length": 1000000, "times": 1}""");
        await AddAsync("""{"kind": "slow_body", "service": "identity"}""");

        (await _client.GetByteArrayAsync("identity/v3")).Length.Should().Be(1_000_000 + """{"x":""}""".Length);
        using var slow = await _client.GetAsync("identity/v3", HttpCompletionOption.ResponseHeadersRead);

        slow.IsSuccessStatusCode.Should().BeTrue();
        await using var body = await slow.Content.ReadAsStreamAsync();
        (await body.ReadAtLeastAsync(new byte[2], 2)).Should().Be(2);
    }

    [Test]
    public async Task A_caller_whose_tokens_expire_needs_another_one_and_the_other_callers_do_not()
    {
        var (mine, other) = (_cloud.IssueToken(SampleData.Pollinate, SampleData.Service), _cloud.IssueToken(SampleData.Nova, SampleData.Service));
        await AddAsync("""{"kind": "expired_caller", "service": "image", "times": 1}""");

        (await StatusAsync(mine)).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(mine)).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(other)).Should().Be(HttpStatusCode.OK);

        async Task<HttpStatusCode> StatusAsync(string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"image/v2/images/{SampleData.ImageId}");
            request.Headers.Add("X-Auth-Token", token);
            using var answer = await _client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Test]
    public async Task A_front_breaks_connections_as_it_is_told_and_mends_them()
    {
        using var certificates = new FrontCertificates();
        await using var front = new Front(certificates);
        front.Lead(_cloud.Address);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(certificates.AuthorityPem));
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = new() { CertificateChainPolicy = policy } }) { BaseAddress = front.Address };

        (await client.GetAsync("identity/v3")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await ErrorAsync(FrontMode.Refusing)).Should().Be(HttpRequestError.ConnectionError);
        (await ErrorAsync(FrontMode.Expired)).Should().Be(HttpRequestError.SecureConnectionError);
        front.Befallen.Should().Be(1);
        (await ErrorAsync(FrontMode.Resetting)).Should().NotBeNull();
        front.Befallen.Should().BePositive();
        await front.BecomeAsync(FrontMode.Silent);
        var silent = client.GetAsync("identity/v3");
        await Keystone.Eventually.TrueAsync(() => front.Befallen == 1);
        silent.IsCompleted.Should().BeFalse();
        await front.BecomeAsync(FrontMode.Open);
        await FluentActions.Awaiting(() => silent).Should().ThrowAsync<HttpRequestException>();

        (await client.GetAsync("identity/v3")).StatusCode.Should().Be(HttpStatusCode.OK);

        async Task<HttpRequestError?> ErrorAsync(FrontMode mode)
        {
            await front.BecomeAsync(mode);
            // With a body, so that it is sent once.
            using var request = new HttpRequestMessage(HttpMethod.Get, "identity/v3") { Content = new ByteArrayContent([]) };
            return (await FluentActions.Awaiting(() => client.SendAsync(request)).Should().ThrowAsync<HttpRequestException>()).Which.HttpRequestError;
        }
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
