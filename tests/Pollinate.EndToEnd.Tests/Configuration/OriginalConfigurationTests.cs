using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Configuration;

/// <summary>The original's configuration, unchanged, given to the published daemon.</summary>
internal sealed partial class OriginalConfigurationTests
{
    private const string WithoutEffect = "have no effect here";

    [Test]
    public async Task The_complete_sample_of_the_original_starts_the_daemon_and_what_has_no_effect_is_one_warning()
    {
        var sample = await OriginalSample.WithDefaultsAsync();

        // There is no Keystone to warm up with, which is worth a warning of its own.
        await using var daemon = await PublishedDaemon.StartAsync($"{sample}{OwnGroups}\n[DEFAULT]\nwarm_up = false\n");

        daemon.Log.Should().NotContain(" ERROR ").And.NotContain(" CRITICAL ").And.NotContain("is unknown");
        var warning = Lines(daemon.Log, WithoutEffect).Should().ContainSingle().Which;
        // Each option that the generator wrote is the daemon's own, too, or named there.
        var declared = OriginalSample.Options(await File.ReadAllTextAsync(Path.Combine(Repository.PublishedFolder, "nova-pollinate.conf.sample")));
        Named(warning).Should().BeEquivalentTo([.. OriginalSample.SetOptions(sample).Except(declared), "flask/secret_key"]);
        Lines(daemon.Log, " WARNING ").Should().OnlyContain(line =>
            line.Contains(WithoutEffect) || line.Contains("is an old name") || line.Contains("[vault] role has no effect beside token"));
    }

    [Test]
    public async Task With_every_value_of_the_original_set_the_answers_are_the_same()
    {
        using var folder = new ConfigurationFolder();
        var values = new Dictionary<string, string>(EveryValue.Of(folder.FullName, $"http://127.0.0.1:{FreePort.Find()}/v3"));
        var everything = await OriginalSample.WithValuesAsync(values)
            + OwnGroups.Replace("auth_strategy = keystone", "auth_strategy = noauth", StringComparison.Ordinal);
        await using var plain = await PublishedDaemon.StartAsync(
            "[DEFAULT]\nauth_strategy = noauth\nproviders = test\n[healthcheck]\nbackends = disable_by_file,disable_by_files_ports\n");
        await using var full = await PublishedDaemon.StartAsync(everything, folder.LogFile);

        foreach (var ask in Questions)
        {
            using var client = new HttpClient();
            using var expected = await client.SendAsync(ask(plain.Address));
            using var actual = await client.SendAsync(ask(full.Address));

            actual.StatusCode.Should().Be(expected.StatusCode);
            (await actual.Content.ReadAsStringAsync()).Should().Be(await expected.Content.ReadAsStringAsync());
            actual.Content.Headers.ContentType.Should().Be(expected.Content.Headers.ContentType);
            actual.Headers.Select(header => header.Key).Should().BeEquivalentTo(expected.Headers.Select(header => header.Key));
        }

        full.Log.Should().NotContain(" ERROR ").And.NotContain("is unknown").And.NotContain("memcache-secret-key").And.NotContain("flask-secret");
        Lines(full.Log, WithoutEffect).Should().NotBeEmpty().And.OnlyContain(line => line.Contains("memcache_use_advanced_pool", StringComparison.Ordinal));
    }

    [Test]
    public async Task The_page_about_moving_has_every_option_of_the_original_and_says_which_have_no_effect()
    {
        var sample = await OriginalSample.WithDefaultsAsync();
        var original = OriginalSample.Options(sample).Concat(OriginalSample.SetOptions(sample + OwnGroups)).Distinct().ToList();
        var declared = OriginalSample.Options(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "nova-pollinate.conf.sample")))
            .Concat(["flask/host", "flask/port", "flask/secret_key", "keystone_authtoken/auth_uri"]);
        var table = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "configuration.md"));

        var page = MovingPage.Read();

        page.Options.Keys.Should().Contain(original);
        page.WithoutEffect.Where(option => !page.IsLogging(option)).Should().BeEquivalentTo(
            original.Where(option => !page.IsLogging(option)).Where(option => !declared.Contains(option) || HasNoEffect(table, option)));
    }

    private static bool HasNoEffect(string table, string option)
    {
        var (section, name) = (option.Split('/')[0].Replace("flask", "server", StringComparison.Ordinal), option.Split('/')[1]);
        var start = table.IndexOf($"### [{section}]", StringComparison.Ordinal);
        var row = table[start..].Split('\n').FirstOrDefault(line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal));
        return row?.Contains("**Has no effect**", StringComparison.Ordinal) is true;
    }

    /// <summary>What the warning names, as <c>section/name</c>.</summary>
    private static IEnumerable<string> Named(string warning) =>
        from section in Section().Matches(Reason().Replace(warning, ""))
        from name in section.Groups["names"].Value.Split(", ")
        select $"{section.Groups["section"].Value}/{name.Trim(' ', '.')}";

    private static List<string> Lines(string log, string part) =>
        [.. log.Split('\n').Where(line => line.Contains(part, StringComparison.Ordinal))];

    /// <summary>The groups that the original adds to its libraries'.</summary>
    private static string OwnGroups => $"""

        [DEFAULT]
        auth_strategy = keystone
        host = vendordata-1
        providers = test
        api_timeout = 10
        debug = false

        [flask]
        host = 127.0.0.1
        port = 8612
        secret_key = flask-secret

        [vault]
        url = http://127.0.0.1:1
        role = pollinate
        token = vault-token
        path = pollinate
        timeout = 10

        [service_auth]
        auth_type = password
        auth_url = http://127.0.0.1:1/v3
        username = pollinate
        password = pollinate-password
        user_domain_name = Default
        user_domain_id = default
        project_name = service
        project_domain_name = Default
        project_domain_id = default
        default_domain_id = default
        default_domain_name = Default
        insecure = false
        timeout = 9
        collect_timing = false
        split_loggers = false

        [keystone_authtoken]
        auth_section = service_auth
        """;

    private static IEnumerable<Func<Uri, HttpRequestMessage>> Questions =>
    [
        daemon => Post(daemon, "/", """{"project-id": "p", "instance-id": "i"}"""),
        daemon => Post(daemon, "/cloud-init", """{"project-id": "p", "instance-id": "i"}"""),
        daemon => Post(daemon, "/", """{"project-id": "p"}""", confirmed: false),
        daemon => Post(daemon, "/", ""),
        daemon => Post(daemon, "/", "[]"),
        daemon => Post(daemon, "/", "{}"),
        daemon => Post(daemon, "/", "{}", mediaType: "text/plain"),
        daemon => new(HttpMethod.Get, daemon),
        daemon => new(HttpMethod.Get, new Uri(daemon, "/healthcheck")),
        daemon => new(HttpMethod.Head, new Uri(daemon, "/healthcheck")),
        daemon => new(HttpMethod.Get, new Uri(daemon, "/nowhere")),
    ];

    private static HttpRequestMessage Post(Uri daemon, string path, string body, bool confirmed = true, string mediaType = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(daemon, path)) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        if (confirmed)
            request.Headers.Add("X-Identity-Status", "Confirmed");
        return request;
    }

    [GeneratedRegex(@"\[(?<section>[A-Za-z_]+)\] (?<names>[^;\[]+)")]
    private static partial Regex Section();

    [GeneratedRegex(@" \([^)]*\)")]
    private static partial Regex Reason();
}
