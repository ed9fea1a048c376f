using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Hosting;

/// <summary>
/// The HTTP surface of the whole daemon under <c>auth_strategy = noauth</c>, where a header says who asks.
/// What Keystone has a part in is in <see cref="KeystoneSurfaceTests"/>.
/// </summary>
internal sealed partial class HttpSurfaceTests
{
    private const string Body = """{"project-id":"p1","instance-id":"i1","hostname":"h1"}""";

    /// <summary>The paths that answer vendordata, which differ in nothing but the form of a good answer.</summary>
    private static readonly string[] Paths = ["/", "/cloud-init"];

    private RunningDaemon _daemon = null!;

    [SetUp]
    public async Task SetUp() => _daemon = await RunningDaemon.StartAsync("""
        [DEFAULT]
        auth_strategy = noauth
        providers = Fixture.Dispatch.EchoProvider, Fixture.Dispatch.FirstProvider

        [first]
        json = {"given":1}
        """);

    [TearDown]
    public async Task TearDown() => await _daemon.DisposeAsync();

    [Test]
    public async Task A_good_request_is_answered_with_an_object_keyed_by_provider()
    {
        using var response = await PostAsync(Body);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().Be("application/json");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        answer.EnumerateObject().Select(property => property.Name).Should().Equal("echo", "first");
        answer.GetProperty("first").GetRawText().Should().Be("""{"given":1}""");
        answer.GetProperty("echo").GetProperty("instance_id").GetString().Should().Be("i1");
    }

    [TestCase("application/json")]
    [TestCase("application/json; charset=utf-8")]
    [TestCase("application/vnd.openstack+json")]
    [TestCase("Application/JSON")]
    public async Task JSON_by_any_of_its_names_is_read(string contentType)
    {
        using var response = await PostAsync(Body, contentType);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Any_other_content_type_is_415(
        [ValueSource(nameof(Paths))] string path,
        [Values("text/plain", "application/x-www-form-urlencoded", "text/json", "nonsense", null)] string? contentType)
    {
        using var response = await PostAsync(Body, contentType, path);

        await ShouldBeErrorAsync(response, 415, "application/json");
    }

    [TestCase("/", "", "no body")]
    [TestCase("/", "not json", "not JSON")]
    [TestCase("/", "[1]", "JSON object")]
    [TestCase("/", "{}", "no project-id")]
    [TestCase("/cloud-init", "", "no body")]
    [TestCase("/cloud-init", "not json", "not JSON")]
    [TestCase("/cloud-init", "[1]", "JSON object")]
    [TestCase("/cloud-init", "{}", "no project-id")]
    public async Task A_bad_body_is_400_and_the_message_says_which(string path, string body, string reason)
    {
        using var response = await PostAsync(body, path: path);

        await ShouldBeErrorAsync(response, 400, reason);
        response.Headers.Contains("x-openstack-request-id").Should().BeTrue();
    }

    [Test]
    public async Task An_empty_body_is_400_whatever_its_content_type()
    {
        using var response = await PostAsync("", "text/plain");

        await ShouldBeErrorAsync(response, 400, "no body");
    }

    [Test]
    public async Task Another_method_is_405_with_the_methods_allowed(
        [ValueSource(nameof(Paths))] string path,
        [Values("GET", "PUT", "DELETE", "PATCH")] string method)
    {
        using var request = Confirmed(new(new(method), path));
        using var response = await _daemon.Client.SendAsync(request);

        await ShouldBeErrorAsync(response, 405, "POST");
        response.Content.Headers.Allow.Should().BeEquivalentTo("OPTIONS", "POST");
    }

    [TestCaseSource(nameof(Paths))]
    public async Task HEAD_is_405_without_a_body(string path)
    {
        using var request = Confirmed(new(HttpMethod.Head, path));
        using var response = await _daemon.Client.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.Should().Contain("POST");
    }

    [TestCaseSource(nameof(Paths))]
    public async Task OPTIONS_says_the_methods_allowed(string path)
    {
        using var request = Confirmed(new(HttpMethod.Options, path));
        using var response = await _daemon.Client.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.Allow.Should().BeEquivalentTo("OPTIONS", "POST");
        (await response.Content.ReadAsStringAsync()).Should().BeEmpty();
    }

    [TestCase("/nope")]
    [TestCase("/test/")]
    [TestCase("/healthcheck/")]
    [TestCase("/Test")]
    [TestCase("/cloud-init/")]
    [TestCase("/Cloud-Init")]
    public async Task There_is_nothing_at_other_paths(string path)
    {
        using var request = Confirmed(new(HttpMethod.Post, path) { Content = Json(Body) });
        using var response = await _daemon.Client.SendAsync(request);

        await ShouldBeErrorAsync(response, 404, "nothing at this path");
    }

    [TestCaseSource(nameof(Paths))]
    public async Task A_body_as_large_as_the_limit_is_read_and_one_byte_more_is_413(string path)
    {
        const int limit = 114_688;
        var frame = Body[..^1] + ",\"x\":\"\"}";
        var fits = frame.Replace("\"x\":\"\"", $"\"x\":\"{new string('a', limit - frame.Length)}\"", StringComparison.Ordinal);

        using var read = await PostAsync(fits, path: path);
        using var refused = await PostAsync(fits + " ", path: path);

        fits.Should().HaveLength(limit);
        read.StatusCode.Should().Be(HttpStatusCode.OK);
        await ShouldBeErrorAsync(refused, 413, "too large");
    }

    [Test]
    public async Task A_limit_without_a_value_is_the_defaults_and_not_none()
    {
        await using var daemon = await RunningDaemon.StartAsync("""
            [DEFAULT]
            auth_strategy = noauth
            [oslo_middleware]
            max_request_body_size =
            """);
        using var request = Confirmed(new(HttpMethod.Post, "/") { Content = Json(new string(' ', 114_689)) });
        using var response = await daemon.Client.SendAsync(request);

        await ShouldBeErrorAsync(response, 413, "too large");
    }

    [Test]
    public async Task A_body_without_a_declared_length_is_bounded_too()
    {
        using var request = Confirmed(new(HttpMethod.Post, "/") { Content = Json(new string(' ', 200_000)) });
        request.Headers.TransferEncodingChunked = true;
        using var response = await _daemon.Client.SendAsync(request);

        await ShouldBeErrorAsync(response, 413, "too large");
    }

    [Test]
    public async Task Every_answer_behind_authentication_has_a_request_id_of_its_own()
    {
        using var first = await PostAsync(Body);
        using var second = await PostAsync(Body);

        var ids = new[] { RequestId(first), RequestId(second) };
        ids.Should().OnlyHaveUniqueItems().And.OnlyContain(id => RequestIdPattern().IsMatch(id));
        (await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("echo").GetProperty("request_id").GetString()
            .Should().Be(ids[0], "the provider is told the same id");
    }

    [TestCaseSource(nameof(Paths))]
    public async Task Without_the_header_that_noauth_believes_nobody_is_served(string path)
    {
        using var response = await _daemon.Client.PostAsync(path, Json(Body));

        await ShouldBeErrorAsync(response, 401, "X-Identity-Status");
    }

    [TestCaseSource(nameof(Paths))]
    public async Task Where_Keystone_says_who_asks_a_request_without_a_token_is_401(string path)
    {
        await using var daemon = await RunningDaemon.StartAsync("""
            [keystone_authtoken]
            www_authenticate_uri = http://keystone.example.org/v3
            auth_type = password
            auth_url = http://127.0.0.1:1/v3
            username = pollinate
            password = secret
            user_domain_name = Default
            project_name = service
            project_domain_name = Default
            [service_auth]
            auth_section = keystone_authtoken
            """);
        using var request = Confirmed(new(HttpMethod.Post, path) { Content = Json(Body) });
        using var response = await daemon.Client.SendAsync(request);

        await ShouldBeErrorAsync(response, 401, "requires authentication");
        response.Headers.WwwAuthenticate.Should().ContainSingle()
            .Which.ToString().Should().Be("Keystone uri=\"http://keystone.example.org/v3\"");
    }

    [Test]
    public async Task Another_value_of_the_header_serves_nobody(
        [ValueSource(nameof(Paths))] string path,
        [Values("Invalid", "confirmed!")] string status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(Body) };
        request.Headers.Add("X-Identity-Status", status);
        using var response = await _daemon.Client.SendAsync(request);

        await ShouldBeErrorAsync(response, 401, "not authenticated");
    }

    [Test]
    public async Task Under_noauth_the_caller_is_who_the_headers_say()
    {
        using var request = Confirmed(new(HttpMethod.Post, "/") { Content = Json(Body) });
        request.Headers.Add("X-User-Id", "u1");
        request.Headers.Add("X-User-Name", "nova");
        request.Headers.Add("X-Roles", "admin,service");
        using var response = await _daemon.Client.SendAsync(request);

        var caller = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("echo").GetProperty("caller");
        caller.GetProperty("user_id").GetString().Should().Be("u1");
        caller.GetProperty("user_name").GetString().Should().Be("nova");
        caller.GetProperty("roles").GetString().Should().Be("admin|service");
    }

    [Test]
    public async Task A_request_that_breaks_off_disturbs_nobody()
    {
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(IPAddress.Loopback, _daemon.Client.BaseAddress!.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                "POST / HTTP/1.1\r\nHost: x\r\nX-Identity-Status: Confirmed\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"project"));
        }

        using var response = await PostAsync(Body);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [TestCase("POST", "/", 200)]
    [TestCase("POST", "/cloud-init", 200)]
    [TestCase("GET", "/", 405)]
    [TestCase("OPTIONS", "/cloud-init", 200)]
    [TestCase("POST", "/nope", 404)]
    [TestCase("GET", "/test", 500)]
    [TestCase("HEAD", "/test", 500)]
    [TestCase("OPTIONS", "/test", 200)]
    [TestCase("POST", "/test", 405)]
    public async Task Whatever_came_past_authentication_and_the_test_of_secrets_are_answered_with_a_request_id(string method, string path, int status)
    {
        using var request = Confirmed(new(new(method), path));
        if (method == "POST")
            request.Content = Json(Body);
        using var response = await _daemon.Client.SendAsync(request);

        ((int)response.StatusCode).Should().Be(status);
        RequestIdPattern().IsMatch(RequestId(response)).Should().BeTrue();
    }

    [Test]
    public async Task A_request_that_is_given_up_while_a_provider_runs_is_no_error()
    {
        await using var daemon = await RunningDaemon.StartAsync(
            """
            [DEFAULT]
            auth_strategy = noauth
            debug = true
            request_timeout = 0
            providers = cancellable
            """,
            "Fixture.NeverEnding");
        for (var request = 1; request <= 5; request++)
        {
            var number = request;
            await Keystone.RawHttp.SendAndCloseAsync(
                daemon.Client.BaseAddress!.ToString(),
                $"POST / HTTP/1.1\r\nHost: x\r\nX-Identity-Status: Confirmed\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}",
                () => Keystone.Eventually.TrueAsync(() => Said("begun") == number));
            await Keystone.Eventually.TrueAsync(() => Said("ended as cancelled") == number);
        }

        using var health = await daemon.Client.GetAsync("/healthcheck");
        health.StatusCode.Should().Be(HttpStatusCode.OK);
        daemon.Log.Should().NotContain(" ERROR ").And.NotContain(" WARNING ").And.NotContain("A request failed");

        int Said(string text) => daemon.Log.Split('\n').Count(line => line.EndsWith("] " + text, StringComparison.Ordinal));
    }

    [Test]
    public async Task The_health_check_needs_no_authentication_and_has_no_request_id()
    {
        using var response = await _daemon.Client.GetAsync("/healthcheck");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().Be("OK");
        response.Headers.Contains("x-openstack-request-id").Should().BeFalse();
    }

    [Test]
    public async Task The_test_of_secrets_needs_no_authentication_and_fails_without_a_back_end()
    {
        using var response = await _daemon.Client.GetAsync("/test");

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("Error", out _).Should().BeTrue();
        response.Headers.Contains("x-openstack-request-id").Should().BeTrue();
    }

    [Test]
    public async Task The_answer_does_not_say_what_serves_it()
    {
        using var response = await PostAsync(Body);

        response.Headers.Server.Should().BeEmpty();
    }

    [Test]
    public async Task Cloud_init_alone_is_answered_with_its_document_as_a_JSON_string()
    {
        await UseAsync("""
            providers = Fixture.Dispatch.FirstProvider, Fixture.Dispatch.SecondProvider
            [first]
            json = {"keep":1,"cloud-config":{"packages":["a"],"greeting":"<é>"}}
            [second]
            json = {"cloud-config":{"timezone":"UTC"}}
            """);

        using var response = await PostAsync(Body, path: "/cloud-init");
        using var whole = await PostAsync(Body);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().Be("application/json");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        RequestId(response).Should().NotBeEmpty();
        var document = await response.Content.ReadFromJsonAsync<string>();
        document.Should().StartWith("#cloud-config\npackages:\n- a\n").And.Contain("timezone: UTC\n");
        (await whole.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("cloud-init").GetString()
            .Should().Be(document, "both are answers of the same pipeline");
    }

    [Test]
    public async Task Without_a_cloud_config_cloud_init_is_answered_with_an_empty_string()
    {
        using var response = await PostAsync(Body, path: "/cloud-init");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().Be("\"\"");
    }

    [TestCase("", "packages:\n- b\n", "packages")]
    [TestCase("cloud_config_merge = replace", "packages:\n- b\n", "packages")]
    [TestCase("cloud_config_merge = append", "packages:\n- a\n- b\n", null)]
    public async Task How_cloud_configs_are_merged_is_an_option(string option, string merged, string? replaced)
    {
        await UseAsync($$$"""
            providers = Fixture.Dispatch.FirstProvider, Fixture.Dispatch.SecondProvider
            {{{option}}}
            [first]
            json = {"cloud-config":{"packages":["a"]}}
            [second]
            json = {"cloud-config":{"packages":["b"]}}
            """);

        using var response = await PostAsync(Body, path: "/cloud-init");

        (await response.Content.ReadFromJsonAsync<string>()).Should().Be("#cloud-config\n" + merged);
        var warning = "The cloud-config key packages of the provider first is replaced by that of the provider second";
        if (replaced is null)
            _daemon.Log.Should().NotContain("is replaced by");
        else
            _daemon.Log.Should().Contain(warning);
    }

    [Test]
    public async Task Another_way_of_merging_is_refused_at_the_start()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync("[DEFAULT]\nauth_strategy = noauth\ncloud_config_merge = merge\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain("[DEFAULT] cloud_config_merge").And.Contain("replace").And.Contain("append");
    }

    /// <summary>Puts a daemon with other providers in the place of the one that every test has.</summary>
    private async Task UseAsync(string configuration)
    {
        await _daemon.DisposeAsync();
        _daemon = await RunningDaemon.StartAsync("[DEFAULT]\nauth_strategy = noauth\n" + configuration);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string? contentType = "application/json", string path = "/")
    {
        using var request = Confirmed(new(HttpMethod.Post, path) { Content = Json(body) });
        request.Content!.Headers.Remove("Content-Type");
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await _daemon.Client.SendAsync(request);
    }

    private static HttpRequestMessage Confirmed(HttpRequestMessage request)
    {
        request.Headers.Add("X-Identity-Status", "Confirmed");
        return request;
    }

    private static ByteArrayContent Json(string body) =>
        new(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new("application/json") } };

    private static string RequestId(HttpResponseMessage response) =>
        response.Headers.GetValues("x-openstack-request-id").Should().ContainSingle().Subject;

    private static async Task ShouldBeErrorAsync(HttpResponseMessage response, int status, string message)
    {
        ((int)response.StatusCode).Should().Be(status);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        response.Headers.CacheControl!.NoStore.Should().BeTrue("no error is to outlive its reason in somebody's cache");
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        error.GetProperty("code").GetInt32().Should().Be(status);
        error.GetProperty("title").GetString().Should().NotBeEmpty();
        error.GetProperty("message").GetString().Should().Contain(message);
    }

    [GeneratedRegex("^req-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$")]
    private static partial Regex RequestIdPattern();
}
