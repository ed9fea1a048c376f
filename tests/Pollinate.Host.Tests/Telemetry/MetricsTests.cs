using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Nova;

namespace Pollinate.Host.Tests.Telemetry;

/// <summary>
/// What the daemon measures, of one that runs as a process of its own, has served requests through all kinds of providers
/// against the simulated cloud, and has been reloaded; and what the documents, the dashboard and the alerts say of it.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed partial class MetricsTests
{
    private const string Providers = "project_info,nvidia_vgpu,windows_product_key,crowdstrike,cloudstor,test,echo,throwing";
    private const string Metrics = "/metrics";

    private TemporaryFolder _folder = null!;
    private SimulatedCloud.Cloud _cloud = null!;
    private DaemonProcess _daemon = null!;
    private HttpClient _client = null!;
    private Uri _admin = null!;
    private PrometheusPage _page = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        _folder = new();
        _client = new(new SocketsHttpHandler { UseProxy = false });
        _cloud = await SimulatedCloud.Cloud.StartAsync(new());
        _daemon = await DaemonProcess.StartAsync(_folder, "Fixture.Dispatch", $"{Providers}\n[service_auth]\nauth_type = password\n{_cloud.CredentialOptions}\n[vault]\n{_cloud.VaultOptions}\n[throwing]\nbreaker_threshold = 3\n[DEFAULT]",
            ("OS_ADMIN__ENABLED", "true"), ("OS_ADMIN__PORT", "0"));
        _admin = RunningDaemon.AdministrationIn(_daemon.Errors);
        for (var request = 0; request < 6; request++)
            (await AskAsync(SampleServers.Windows.Id)).Should().Be(HttpStatusCode.OK);
        using (var refused = await _client.PostAsync(_daemon.Client.BaseAddress, content: null))
            refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using (var missing = await _daemon.Client.PostAsync("/nowhere", content: null))
            missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
        using (var kill = System.Diagnostics.Process.Start("kill", ["-HUP", $"{_daemon.Id}"]))
            await kill.WaitForExitAsync();
        await Eventually.TrueAsync(() => _daemon.Errors.Contains("Reloaded: generation 2", StringComparison.Ordinal));
        _page = new(await _client.GetStringAsync(new Uri(_admin, Metrics)));
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        await _daemon.DisposeAsync();
        await _cloud.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Requests_are_counted_by_endpoint_status_and_outcome()
    {
        const string Count = "pollinate_request_duration_seconds_count";
        _page.Sum(Count, ("endpoint", "vendordata"), ("status", "200"), ("outcome", "answered")).Should().Be(6);
        _page.Sum(Count, ("endpoint", "vendordata"), ("status", "401"), ("outcome", "refused")).Should().Be(1);
        _page.Sum(Count, ("endpoint", "other"), ("status", "404"), ("outcome", "malformed")).Should().Be(1);
        _page.Sum("pollinate_request_duration_seconds_bucket", ("endpoint", "vendordata"), ("status", "200"), ("le", "+Inf")).Should().Be(6);
        _page.Samples.Where(sample => sample.Name == "pollinate_request_duration_seconds_bucket").Select(sample => sample.Labels["le"]).Should().Contain("5", "that long Nova waits");
        _page.Sum("pollinate_requests_in_flight").Should().Be(0);
        _page.Sum("pollinate_incomplete_answers_total").Should().Be(6, "one provider fails");
    }

    [Test]
    public void Providers_are_counted_by_outcome_across_a_reload()
    {
        const string Calls = "pollinate_provider_calls_total";
        _page.Sum(Calls, ("provider", "echo"), ("outcome", "ok")).Should().Be(6);
        _page.Sum(Calls, ("provider", "throwing"), ("outcome", "failed")).Should().Be(3);
        _page.Sum(Calls, ("provider", "throwing"), ("outcome", "left_out")).Should().Be(3);
        _page.Sum("pollinate_provider_duration_seconds_count", ("provider", "echo")).Should().Be(6);
        _page.Sum("pollinate_provider_duration_seconds_count", ("provider", "throwing")).Should().Be(3, "a call that did not begin has no duration");
        _page.Sum("pollinate_provider_breaker_state", ("provider", "throwing")).Should().Be(0, "a reload begins anew");
        _page.Samples.Select(sample => sample.Labels.GetValueOrDefault("provider")).Should().NotContain(Pollinate.Host.Warming.WarmUpProvider.ProviderName);
    }

    [Test]
    public void Calls_of_services_are_counted_by_service_and_outcome()
    {
        const string Count = "pollinate_backend_duration_seconds_count";
        foreach (var service in new[] { "keystone", "nova", "glance", "vault" })
            _page.Sum(Count, ("service", service), ("outcome", "success")).Should().BeGreaterThan(0, because: service);
    }

    [Test]
    public void Caches_reloads_contexts_and_the_build_are_told()
    {
        _page.Sum("pollinate_cache_requests_total", ("cache", "project"), ("result", "hit")).Should().BeGreaterThan(0);
        _page.Sum("pollinate_cache_requests_total", ("cache", "project"), ("result", "miss")).Should().BeGreaterThan(0);
        _page.Sum("pollinate_cache_requests_total", ("cache", "secret"), ("result", "hit")).Should().BeGreaterThan(0);
        _page.Sum("pollinate_reloads_total", ("outcome", "success")).Should().Be(1);
        _page.Sum("pollinate_reloads_total", ("outcome", "failure")).Should().Be(0);
        _page.Sum("pollinate_reload_last_successful").Should().Be(1);
        _page.Sum("pollinate_generation").Should().Be(2);
        _page.Sum("pollinate_plugin_contexts", ("state", "in_use")).Should().BeGreaterThan(0);
        _page.Sum("pollinate_reload_last_success_timestamp_seconds").Should().BeGreaterThan(_page.Sum("process_start_time_seconds"));
        _page.Sum("pollinate_build_info").Should().Be(1);
        _page.Sum("process_resident_memory_bytes").Should().BeGreaterThan(10_000_000);
        _page.Sum("process_cpu_seconds_total").Should().BeGreaterThan(0);
    }

    [Test]
    public void No_label_names_an_instance_a_project_a_user_or_an_address_of_a_request()
    {
        var values = _page.Samples.SelectMany(sample => sample.Labels.Values).ToHashSet(StringComparer.Ordinal);

        values.Should().NotContain(value => value.Contains(SampleServers.Windows.Id, StringComparison.Ordinal) || value.Contains("nowhere", StringComparison.Ordinal));
        values.Where(value => Guid.TryParse(value, out _)).Should().BeEmpty();
        _page.Samples.SelectMany(sample => sample.Labels.Keys).Should().NotContain(["instance_id", "project_id", "user_id", "path"]);
    }

    [TestCase(null, "text/plain; version=0.0.4")]
    [TestCase("text/plain", "text/plain; version=0.0.4")]
    [TestCase("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5", "application/openmetrics-text; version=1.0.0")]
    public async Task The_form_is_what_Prometheus_asks_for(string? accept, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_admin, Metrics));
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _client.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().StartWith(form);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await response.Content.ReadAsStringAsync()).EndsWith("# EOF\n", StringComparison.Ordinal).Should().Be(form.StartsWith("application", StringComparison.Ordinal));
    }

    [Test]
    public void Each_metric_is_in_the_document_with_its_type_and_labels_and_none_besides()
    {
        var document = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "metrics.md"));
        var documented = Row().Matches(document).ToDictionary(
            row => row.Groups[1].Value,
            row => (Type: row.Groups[2].Value, Labels: string.Join(", ", Name().Matches(row.Groups[3].Value).Select(label => label.Groups[1].Value).Order(StringComparer.Ordinal))),
            StringComparer.Ordinal);
        // The servers of a shared cache are there when one is set up, and refused connections once there are any.
        var printed = _page.Types.Where(type => !type.Key.StartsWith("dotnet_", StringComparison.Ordinal)).ToDictionary(
            type => type.Key,
            type => (Type: type.Value, Labels: string.Join(", ", _page.LabelsOf(type.Key).Order(StringComparer.Ordinal))),
            StringComparer.Ordinal);
        documented.Remove("pollinate_shared_cache_up").Should().BeTrue();
        documented.Remove("kestrel_rejected_connections_total").Should().BeTrue();
        printed.Remove("kestrel_rejected_connections_total");
        documented.Remove("kestrel_active_tls_handshakes").Should().BeTrue();
        printed.Remove("kestrel_active_tls_handshakes");

        documented.Should().BeEquivalentTo(printed);
    }

    [TestCase("packaging/grafana/nova-pollinate.json")]
    [TestCase("packaging/prometheus/nova-pollinate.rules.yml")]
    public void What_is_shipped_for_monitoring_names_metrics_and_labels_that_there_are(string path)
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, path));
        var known = _page.Types.Keys.SelectMany(metric => _page.LabelsOf(metric)).Concat(["le", "instance", "job", "severity", "alertname"]).ToHashSet(StringComparer.Ordinal);
        var series = Series().Matches(text).Select(match => match.Groups[1].Value).Where(name => name is not "pollinate_shared_cache_up" and not "kestrel_rejected_connections_total").ToList();
        series.Should().NotBeEmpty();

        foreach (var name in series)
            _page.Knows(name).Should().BeTrue(because: $"{path} names {name}");
        foreach (Match selector in Selector().Matches(text))
        {
            foreach (Match label in Matcher().Matches(selector.Groups[2].Value))
                (_page.LabelsOf(Metric(selector.Groups[1].Value)).Contains(label.Groups[1].Value) || label.Groups[1].Value is "instance" or "job" or "le").Should().BeTrue(because: $"{path}: {selector.Value}");
        }

        foreach (Match grouping in Grouping().Matches(text))
        {
            foreach (var label in grouping.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                (known.Contains(label) || label == "server").Should().BeTrue(because: $"{path}: {grouping.Value}");
        }
    }

    [Test]
    public void The_dashboard_is_JSON_with_panels_that_do_not_overlap()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "packaging", "grafana", "nova-pollinate.json")));
        var taken = new HashSet<(int, int)>();

        foreach (var panel in json.RootElement.GetProperty("panels").EnumerateArray())
        {
            var at = panel.GetProperty("gridPos");
            int Of(string name) => at.GetProperty(name).GetInt32();
            (Of("x") + Of("w")).Should().BeLessThanOrEqualTo(24);
            for (var x = Of("x"); x < Of("x") + Of("w"); x++)
            {
                for (var y = Of("y"); y < Of("y") + Of("h"); y++)
                    taken.Add((x, y)).Should().BeTrue(because: panel.GetProperty("title").GetString());
            }
        }
    }

    private static string Metric(string series) => Regex.Replace(series, "_(bucket|sum|count)$", "", RegexOptions.CultureInvariant);

    private async Task<HttpStatusCode> AskAsync(string instance)
    {
        using var content = new StringContent(
            $$"""{"project-id":"0bb3fa3aa4de405cb4562d2efe937225","instance-id":"{{instance}}","image-id":"{{SampleServers.Windows.ImageId}}","hostname":"guest"}""", Encoding.UTF8, "application/json");
        using var response = await _daemon.Client.PostAsync("/", content);
        return response.StatusCode;
    }

    [GeneratedRegex(@"^\| `(\w+)` \| (counter|gauge|histogram) \|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\b((?:pollinate|process|kestrel|dotnet)_[a-z0-9_]+)\b")]
    private static partial Regex Series();

    [GeneratedRegex(@"\b((?:pollinate|process|kestrel|dotnet)_[a-z0-9_]+)\{([^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(\w+) *(?:=~|!~|!=|=)")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\b(?:by|on|without|ignoring) ?\(([^)]*)\)")]
    private static partial Regex Grouping();
}
