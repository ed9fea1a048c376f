using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Pipeline;

namespace Pollinate.Host.Tests.Budgets;

/// <summary>The time of a request as the caller of the whole daemon sees it.</summary>
internal sealed class RequestTimeoutTests
{
    private const string Body = """{"project-id":"p1"}""";

    [Test]
    public async Task When_the_time_is_spent_the_answer_goes_out_with_what_there_is_and_the_log_names_the_rest()
    {
        await using var daemon = await StartAsync(
            """
            request_timeout = 1
            providers = first, cancellable, second
            """,
            "Fixture.NeverEnding");

        using var response = await PostAsync(daemon, "/");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().Be("""{"first":1,"second":2}""");
        daemon.Log.Should().Contain("The 1 s of the request are spent; its answer goes out without cancellable (running for ");
    }

    [TestCase("/")]
    [TestCase("/cloud-init")]
    public async Task Without_a_provider_that_is_required_the_answer_is_500_and_names_it(string path)
    {
        await using var daemon = await StartAsync(
            """
            request_timeout = 1
            providers = first, throwing, cancellable, second
            [throwing]
            required = true
            [cancellable]
            required = true
            """,
            "Fixture.NeverEnding");

        using var response = await PostAsync(daemon, path);

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        response.Content.Headers.ContentType!.ToString().Should().Be("application/json");
        response.Headers.Contains("x-openstack-request-id").Should().BeTrue();
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        error.GetProperty("code").GetInt32().Should().Be(500);
        error.GetProperty("title").GetString().Should().Be("Internal Server Error");
        error.GetProperty("message").GetString().Should()
            .Be("There is no vendordata for this guest, since it would lack what is required: throwing, cancellable. The server's log says why.");
    }

    [Test]
    public async Task A_Keystone_that_hangs_is_503_when_the_time_is_spent()
    {
        await using var keystone = await ScriptedKeystone.StartAsync(TimeProvider.System);
        keystone.Auth.Always(Reply.Hang);
        keystone.Discovery.Always(Reply.Hang);
        await using var daemon = await RunningDaemon.StartAsync($"""
            [DEFAULT]
            request_timeout = 1
            providers = first
            [keystone_authtoken]
            auth_type = password
            auth_url = {keystone.Url}/v3
            http_connect_timeout = 60
            username = pollinate
            password = secret
            user_domain_name = Default
            project_name = service
            project_domain_name = Default
            [service_auth]
            auth_section = keystone_authtoken
            """);
        using var request = Request("/");
        request.Headers.Add("X-Auth-Token", "gAAAAA-some-token");

        // Keystone's own time-outs are longer than this.
        using var response = await daemon.Client.SendAsync(request).WaitAsync(TimeSpan.FromSeconds(9));

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        daemon.Log.Should().Contain("Keystone did not tell within [DEFAULT] request_timeout whether its token is valid");
    }

    [Test]
    public async Task A_lookup_of_a_service_that_hangs_ends_with_the_time_of_the_request()
    {
        await using var cloud = await SimulatedCloud.Cloud.StartAsync(new());
        await using var daemon = await StartAsync($"""
            request_timeout = 1.5
            providers = project_info, test
            [service_auth]
            auth_type = password
            {cloud.CredentialOptions}
            """);
        var body = $$"""{"project-id":"{{SimulatedCloud.SampleData.Demo.Id}}"}""";
        cloud.Gate.Close();
        try
        {
            using var response = await PostAsync(daemon, "/", body);

            response.StatusCode.Should().Be(HttpStatusCode.OK);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            answer.TryGetProperty("project_info", out _).Should().BeFalse();
            answer.GetProperty("test").GetProperty("OK").GetString().Should().Be("Success");
        }
        finally
        {
            cloud.Gate.Open();
        }

        // The call that hung is shared by all who ask, and goes on until it is answered.
        using var guard = new CancellationTokenSource(BuiltPipeline.Guard);
        while (!(await AnswerAsync(daemon, body)).Contains("project_info", StringComparison.Ordinal))
            await Task.Delay(50, guard.Token);
    }

    [Test]
    public async Task A_client_that_goes_away_ends_the_calls_of_its_request()
    {
        await using var daemon = await StartAsync(
            """
            request_timeout = 0
            providers = cancellable
            """,
            "Fixture.NeverEnding");
        using var gone = new CancellationTokenSource();
        using var request = Request("/");
        var running = daemon.Client.SendAsync(request, gone.Token);
        await Eventually.TrueAsync(() => daemon.Log.Contains("begun", StringComparison.Ordinal));

        await gone.CancelAsync();

        await Eventually.TrueAsync(() => daemon.Log.Contains("ended as cancelled", StringComparison.Ordinal));
        await running.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        daemon.Log.Should().NotContain("left out of the answer");
    }

    [Test]
    [NonParallelizable]
    public async Task While_a_provider_blocks_the_thread_pool_the_others_answer_and_so_does_the_health_check()
    {
        await using var daemon = await StartAsync(
            """
            request_timeout = 2
            providers = first, blocking_on_pool, second, unblocking
            [blocking_on_pool]
            breaker_time = 0.5
            """,
            "Fixture.Blocking");

        var asked = Enumerable.Range(0, 64).Select(_ => AnswerAsync(daemon)).ToList();
        for (var check = 0; check < 20; check++)
        {
            using var health = await daemon.Client.GetAsync("/healthcheck").WaitAsync(BuiltPipeline.Guard);
            health.StatusCode.Should().Be(HttpStatusCode.OK);
            await Task.Delay(50);
        }

        (await Task.WhenAll(asked).WaitAsync(BuiltPipeline.Guard)).Should().OnlyContain(answer => answer == """{"first":1,"second":2}""");
        daemon.Log.Should().Contain("The provider blocking_on_pool has failed so often");

        using var release = await PostAsync(daemon, "/", """{"project-id":"p1","hostname":"release"}""");
        using var guard = new CancellationTokenSource(BuiltPipeline.Guard);
        while (await AnswerAsync(daemon) != """{"blocking_on_pool":1,"first":1,"second":2}""")
            await Task.Delay(50, guard.Token);
    }

    private static Task<RunningDaemon> StartAsync(string configuration, params string[] plugins) => RunningDaemon.StartAsync(
        $$"""
        [first]
        json = 1
        [second]
        json = 2
        [DEFAULT]
        auth_strategy = noauth
        debug = true
        {{configuration}}
        """,
        plugins);

    private static async Task<string> AnswerAsync(RunningDaemon daemon, string body = Body)
    {
        using var response = await PostAsync(daemon, "/", body);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningDaemon daemon, string path, string body = Body)
    {
        using var request = Request(path, body);
        return await daemon.Client.SendAsync(request).WaitAsync(BuiltPipeline.Guard);
    }

    private static HttpRequestMessage Request(string path, string body = Body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Identity-Status", "Confirmed");
        return request;
    }
}
