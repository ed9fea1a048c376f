using System.Net;
using System.Net.Sockets;
using System.Text;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;
using Pollinate.Leaks;

namespace Pollinate.Host.Tests.Telemetry;

/// <summary>Traces and metrics by OTLP, from a daemon that is a process of its own to a collector of the test's.</summary>
internal sealed class OtlpTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string ParentId = "b7ad6b7169203331";
    private const string Instance = "0c6a9e0f-4f0a-4f5e-9d55-5b7f5f0c1a99";

    private static readonly (string Name, string Value)[] Soon = [("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "200")];

    private TemporaryFolder _folder = null!;
    private ScriptedKeystone _keystone = null!;

    [SetUp]
    public async Task SetUp()
    {
        _folder = new();
        _keystone = await ScriptedKeystone.StartAsync(TimeProvider.System);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _keystone.DisposeAsync();
        _folder.Dispose();
    }

    private string ServiceAuth => $"""
        project_info
        [service_auth]
        auth_type = password
        auth_url = {_keystone.Url}/v3
        username = pollinate
        password = {Password}
        user_domain_name = Default
        project_name = service
        project_domain_name = Default
        """;

    private static string Password { get; } = Marks.NewPlain("the password of [service_auth]");

    private static string Key { get; } = Marks.NewPlain("the collector's key");

    private static string UserData { get; } = Marks.NewPlain("user data");

    [Test]
    public async Task A_request_is_a_span_with_those_of_its_providers_and_their_calls_in_the_trace_of_its_caller()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var daemon = await DaemonProcess.StartAsync(
            _folder, "Fixture.Dispatch", $"{ServiceAuth}\n[otlp]\nendpoint = {collector.Url}\nheaders = x-key={Key}\n[DEFAULT]", Soon);

        using (var answer = await AskAsync(daemon, "01"))
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        await Eventually.TrueAsync(() => collector.Spans.Any(span => span.TraceId == TraceId && span.Name == "vendordata")
            && collector.Text.Contains("pollinate.request.duration", StringComparison.Ordinal));

        var spans = collector.Spans.Where(span => span.TraceId == TraceId).ToList();
        var request = spans.Single(span => span.Name == "vendordata");
        request.ParentId.Should().Be(ParentId);
        request.Attributes.Should().Contain("http.request.method", "POST").And.ContainKey("openstack.request_id").WhoseValue.Should().StartWith("req-");
        var provider = spans.Single(span => span.Name == "provider project_info");
        provider.ParentId.Should().Be(request.Id);
        var calls = spans.Where(span => span.Attributes.GetValueOrDefault("peer.service") == "keystone").ToList();
        calls.Should().NotBeEmpty();
        var passed = _keystone.Requests.Select(seen => seen.Header("traceparent")).OfType<string>().Where(header => header.Contains(TraceId, StringComparison.Ordinal)).ToList();
        passed.Select(header => header.Split('-')[2]).Should().BeEquivalentTo(calls.Select(call => call.Id), "each call tells its own span");
        collector.Requests.Should().OnlyContain(sent => sent.Key == Key);
        collector.Text.Should().Contain("nova-pollinate").And.Contain("pollinate.request.duration").And.NotContain(Instance).And.NotContain("traces-of-a-query");
        new LeakSearch(Marks.All.Where(mark => mark.Key != Key)).Describe(collector.Text).Should().BeEmpty();
        _keystone.OwnTokens.Should().NotContain(token => collector.Text.Contains(token, StringComparison.Ordinal));
        new LeakSearch([KeyValuePair.Create(Key, "the collector's key")]).Describe(daemon.Errors + daemon.Output).Should().BeEmpty();
    }

    [Test]
    public async Task A_caller_that_samples_its_trace_out_has_no_spans_and_its_trace_is_passed_on_all_the_same()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var daemon = await DaemonProcess.StartAsync(
            _folder, "Fixture.Dispatch", $"{ServiceAuth}\n[DEFAULT]", [.. Soon, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]);

        (await AskAsync(daemon, "00")).Dispose();
        using (var other = await daemon.Client.GetAsync("/healthcheck"))
            other.StatusCode.Should().Be(HttpStatusCode.OK);
        await Eventually.TrueAsync(() => collector.Spans.Any(span => span.Name == "healthcheck"));

        collector.Spans.Should().NotContain(span => span.TraceId == TraceId);
        _keystone.Requests.Select(seen => seen.Header("traceparent")).OfType<string>()
            .Where(header => header.Contains(TraceId, StringComparison.Ordinal)).Should().NotBeEmpty().And.OnlyContain(header => header.EndsWith("-00"));
    }

    [TestCase("http/protobuf", false), TestCase("grpc", false), TestCase("http/protobuf", true)]
    public async Task A_collector_that_is_away_is_said_once_and_fails_nothing(string protocol, bool answers)
    {
        await using var collector = await OtlpReceiver.StartAsync();
        collector.Status = 503;
        await using var daemon = await DaemonProcess.StartAsync(
            _folder, "Fixture.Dispatch", $"echo\n[otlp]\nendpoint = {(answers ? collector.Url : $"http://127.0.0.1:{ClosedPort()}")}\nprotocol = {protocol}\n[DEFAULT]", Soon);

        for (var request = 0; request < 5; request++)
        {
            using var answer = await AskAsync(daemon, "01");
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        await Eventually.TrueAsync(() => daemon.Errors.Contains("can't be sent by OTLP", StringComparison.Ordinal));
        for (var request = 0; request < 5; request++)
            (await AskAsync(daemon, "01")).Dispose();
        if (answers)
        {
            collector.Status = 200;
            await Eventually.TrueAsync(() => daemon.Errors.Contains("are sent by OTLP again", StringComparison.Ordinal));
        }

        daemon.Errors.Split('\n').Count(line => line.Contains("can't be sent by OTLP", StringComparison.Ordinal)).Should().Be(1);
        daemon.Errors.Should().NotContain("ERROR");
    }

    [Test]
    public async Task Nothing_of_a_trace_is_passed_on_when_nothing_is_sent()
    {
        await using var daemon = await DaemonProcess.StartAsync(_folder, "Fixture.Dispatch", $"{ServiceAuth}\n[DEFAULT]");

        (await AskAsync(daemon, "01")).Dispose();

        _keystone.Requests.Should().NotBeEmpty().And.OnlyContain(seen => seen.Header("traceparent") == null);
    }

    [TestCase("endpoint = collector:4318", "[otlp] endpoint is no http or https address")]
    [TestCase("endpoint = http://user:pass@collector:4318", "[otlp] endpoint is no http or https address")]
    [TestCase("headers = secretkey", "[otlp] headers is no list of name=value")]
    [TestCase("cafile = /nowhere/ca.pem", "[otlp] cafile: /nowhere/ca.pem can't be used")]
    [TestCase("sample_ratio = 2", "sample_ratio")]
    [TestCase("protocol = http/json", "protocol")]
    public async Task What_can_t_be_used_stops_the_start(string option, string error)
    {
        var (code, errors) = await RunningDaemon.TryStartAsync($"[DEFAULT]\nauth_strategy = noauth\n[otlp]\n{option}\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain(error).And.NotContain("secretkey").And.NotContain("pass@");
    }

    private static async Task<HttpResponseMessage> AskAsync(DaemonProcess daemon, string flags)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/?traces-of-a-query")
        {
            Headers = { { "traceparent", $"00-{TraceId}-{ParentId}-{flags}" } },
            Content = new StringContent($$"""{"project-id":"{{Instance}}","instance-id":"{{Instance}}","hostname":"h","user-data":"{{UserData}}"}""", Encoding.UTF8, "application/json"),
        };
        return await daemon.Client.SendAsync(request);
    }

    private static int ClosedPort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
