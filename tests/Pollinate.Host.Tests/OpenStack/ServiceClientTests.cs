using System.Net;
using System.Text;
using Pollinate.Abstractions;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.OpenStack;

/// <summary>Clients of any service of the catalog.</summary>
internal sealed class ServiceClientTests
{
    private readonly TestClock _clock = new();
    private ScriptedKeystone _keystone = null!;
    private OpenStackOfTests _openStack = null!;
    private HttpClient _client = null!;

    [SetUp]
    public async Task SetUp()
    {
        _keystone = await ScriptedKeystone.StartAsync(_clock);
        _keystone.Catalog = new(
            Tokens.Service("identity", ("public", "R", _keystone.Url + "/v3")),
            Tokens.Service("placement", ("public", "R", _keystone.Url + "/placement")));
        _openStack = OpenStackOfTests.Against(
            _keystone, _clock, new() { AuthType = "v3password", UserId = "u", Password = "pw", ProjectId = "p" });
        _client = _openStack.Clients.Create("placement");
        _keystone.Resources.Always(Reply.Json(200, "{}"));
    }

    [TearDown]
    public async Task TearDown()
    {
        _client.Dispose();
        await _openStack.DisposeAsync();
        await _keystone.DisposeAsync();
    }

    [TestCase("usages?project_id=p", "/placement/usages", "?project_id=p")]
    [TestCase("/usages", "/placement/usages", "")]
    [TestCase("../../v3/users", "/placement/v3/users", "")]
    [TestCase("", "/placement/", "")]
    public async Task Relative_addresses_count_from_the_endpoint_and_carry_the_token(string address, string path, string query)
    {
        using var response = await _client.GetAsync(address);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var request = _keystone.Requests[^1];
        (request.Path, request.Query).Should().Be((path, query));
        request.Header("X-Auth-Token").Should().StartWith("own-token-1");
        request.Header("User-Agent").Should().Be("nova-pollinate");
    }

    [Test]
    public async Task A_whole_address_on_the_services_own_host_will_do()
    {
        using var response = await _client.GetAsync(_keystone.Url + "/placement/usages?marker=1");

        _keystone.Requests[^1].ToString().Should().Be("GET /placement/usages?marker=1");
    }

    [Test]
    public async Task A_GET_whose_connection_is_closed_is_sent_as_often_as_the_retries_say_and_no_more()
    {
        // On a connection that was used before, which is where the platform repeats by itself.
        using (await _client.GetAsync("usages"))
            _keystone.Resources.Always(Reply.Close);
        var before = _keystone.Requests.Count;

        var asking = () => _client.GetAsync("usages");

        await asking.Should().ThrowAsync<HttpRequestException>();
        _keystone.Requests.Skip(before).Should().HaveCount(1 + Host.OpenStack.RetryHandler.MaximumRetries);
    }

    [TestCase("http://127.0.0.2:1/usages")]
    [TestCase("//elsewhere.invalid/usages")]
    public async Task An_address_on_another_host_is_never_called(string address)
    {
        (await OpenStackOfTests.FailureOfAsync<LookupException>(() => _client.GetAsync(address)))
            .Should().StartWith("placement: ").And.Contain("not the service's own");
    }

    [Test]
    public async Task A_redirect_to_another_host_is_not_followed()
    {
        _keystone.Resources.Always(Reply.Redirect(307, "http://127.0.0.2:1/usages"));

        (await OpenStackOfTests.FailureOfAsync<LookupException>(() => _client.GetAsync("usages"))).Should().Contain("redirects to");
    }

    [Test]
    public async Task A_401_renews_the_token_and_sends_the_same_again_once()
    {
        _keystone.Resources.Next(Reply.Status(401));
        using var content = new StringContent("""{"a":1}""", Encoding.UTF8, "application/json");

        // Keystone's own POSTs are the only ones that the scripted one takes for authentication.
        using var response = await _client.PutAsync("usages", content);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var sent = _keystone.Requests.Where(request => request.Method == "PUT").ToList();
        sent.Select(request => request.Body).Should().Equal("""{"a":1}""", """{"a":1}""");
        sent.Select(request => request.Header("X-Auth-Token")).Should().OnlyHaveUniqueItems();
        _keystone.Auths.Should().HaveCount(2);
    }

    [Test]
    public async Task A_second_401_is_the_callers()
    {
        _keystone.Resources.Always(Reply.Status(401));

        using var response = await _client.GetAsync("usages");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        _keystone.Requests.Count(request => request.Path == "/placement/usages").Should().Be(2);
    }

    [Test]
    public async Task A_stream_is_not_sent_twice()
    {
        _keystone.Resources.Next(Reply.Status(401));
        using var content = new StreamContent(new MemoryStream([1, 2, 3]));

        using var response = await _client.PutAsync("usages", content);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        _keystone.Requests.Count(request => request.Method == "PUT").Should().Be(1);
    }

    [TestCase("GET", 3)]
    [TestCase("PUT", 1)]
    [TestCase("DELETE", 1)]
    public async Task Only_what_is_safe_to_repeat_is_tried_again(string method, int calls)
    {
        _keystone.Resources.Always(Reply.Status(503));
        using var request = new HttpRequestMessage(new(method), "usages");

        using var response = await _client.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        _keystone.Requests.Count(seen => seen.Path == "/placement/usages").Should().Be(calls);
    }

    [Test]
    public async Task A_call_ends_when_its_time_is_up()
    {
        _keystone.Resources.Always(Reply.Hang);
        var asking = _client.GetAsync("usages", HttpCompletionOption.ResponseHeadersRead);
        await Eventually.TrueAsync(() => _keystone.Requests.Any(request => request.Path == "/placement/usages"));

        _clock.Advance(TestClock.CallTimeout);

        (await OpenStackOfTests.FailureOfAsync<LookupException>(() => asking))
            .Should().StartWith("placement: GET ").And.Contain("no answer within 10 s");
    }

    [Test]
    public async Task An_answer_that_is_too_large_is_refused()
    {
        _keystone.Resources.Always(Reply.Json(200, new string(' ', 10 * 1024 * 1024 + 1)));

        (await OpenStackOfTests.FailureOfAsync<LookupException>(() => _client.GetAsync("usages")))
            .Should().Contain("answered 200 with more than 10485760 bytes");
    }

    [Test]
    public async Task A_service_that_the_catalog_does_not_have_is_named()
    {
        using var client = _openStack.Clients.Create("load-balancer");

        (await OpenStackOfTests.FailureOfAsync<LookupException>(() => client.GetAsync("x"))).Should().Contain("load-balancer");
    }

    [Test]
    public async Task Whoever_gives_up_waits_no_longer()
    {
        _keystone.Resources.Always(Reply.Hang);
        using var impatience = new CancellationTokenSource();
        var asking = _client.GetAsync("usages", impatience.Token);
        await Eventually.TrueAsync(() => _keystone.Requests.Any(request => request.Path == "/placement/usages"));

        await impatience.CancelAsync();

        await asking.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }
}
