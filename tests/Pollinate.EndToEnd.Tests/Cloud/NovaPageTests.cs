using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Keystone;
using Pollinate.EndToEnd.Tests.Nova;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Cloud;

/// <summary>What the documents say of Nova, tried with Nova's own code.</summary>
internal sealed partial class NovaPageTests
{
    private const string NovaPage = "docs/nova.md";
    private const string Sources = "/usr/lib/python3/dist-packages/nova/api/metadata";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static NovaInstance Instance => new(RealCloud.DemoProjectId);

    public static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path));

    [TestCase("README.md")]
    [TestCase(NovaPage)]
    public async Task The_nova_conf_of_a_page_gives_the_guest_what_every_target_answers(string page)
    {
        await using var daemon = await PublishedDaemon.StartAsync(RealCloud.Configuration);
        var path = GuestPath().Match(Read(NovaPage)).Groups[1].Value;

        var (found, log) = await NovaMetadata.ReadAsync(Shown(page, daemon.Address), Instance, path);

        var vendordata = found[path].Should().BeOfType<JsonObject>(because: log).Which;
        vendordata["static"]!.ToJsonString().Should().Be("{}");
        vendordata["pollinate"]!["project_info"]!["project_name"]!.GetValue<string>().Should().Be("demo");
        if (page == NovaPage)
            vendordata["cloud-init"]!.ToJsonString().Should().Be("\"\"");
        log.Should().BeEmpty();
    }

    [Test]
    public async Task A_config_drive_asks_each_target_five_times_and_each_read_of_the_metadata_API_once()
    {
        await using var daemon = await PublishedDaemon.StartAsync(RealCloud.Configuration);
        var configuration = Shown(NovaPage, daemon.Address);

        var (drive, _) = await NovaMetadata.ReadAsync(configuration, Instance, NovaMetadata.ConfigDrive);

        drive.Count(file => file.Key.EndsWith("/vendor_data2.json", StringComparison.Ordinal)).Should().Be(5);
        (CountAsked(daemon, "/"), CountAsked(daemon, "/cloud-init")).Should().Be((5, 5));

        await NovaMetadata.ReadAsync(configuration, Instance, "/openstack/latest/vendor_data2.json", "/openstack/2018-08-27/vendor_data2.json");

        (CountAsked(daemon, "/"), CountAsked(daemon, "/cloud-init")).Should().Be((7, 7));
    }

    [Test]
    public async Task What_becomes_of_a_guest_without_an_answer_is_what_the_page_says()
    {
        var nobody = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        var configuration = Shown(NovaPage, nobody);
        var downKeystone = Regex.Replace(configuration, "(?m)^auth_url = .*$", $"auth_url = {nobody}");

        var answers = await Task.WhenAll(
            ReadAsync(configuration),
            ReadAsync(configuration.Replace("failure_fatal = false", "failure_fatal = true", StringComparison.Ordinal)),
            ReadAsync(configuration.Replace("connect_timeout = 5", "connect_timeout = 2", StringComparison.Ordinal)),
            ReadAsync(Regex.Replace(downKeystone, "(?m)^auth_url = .*$", "$0v3")),
            ReadAsync(downKeystone),
            ReadAsync(configuration.Replace("@http:", "@https:", StringComparison.Ordinal)
                .Replace("[api]", "[api]\nvendordata_dynamic_ssl_certfile = /nonexistent.pem", StringComparison.Ordinal)));

        answers.Select(answer => answer is JsonObject ? answer.ToJsonString() : answer.GetValue<string>().Split(':')[0]).Should().Equal(
            """{"static":{},"pollinate":{},"cloud-init":{}}""",
            "ConnectFailure",
            """{"static":{},"pollinate":{},"cloud-init":{}}""",
            """{"static":{},"pollinate":{},"cloud-init":{}}""",
            "DiscoveryFailure",
            "OSError");

        static async Task<JsonNode> ReadAsync(string configuration) =>
            (await NovaMetadata.ReadAsync(configuration, Instance, "/openstack/latest/vendor_data2.json")).Found.Single().Value!;
    }

    [Test]
    public async Task Every_option_of_nova_conf_that_a_page_names_is_one_of_Novas()
    {
        await using var list = await ChildProcess.RunAsync(
            "/usr/bin/python3",
            [Path.Combine(AppContext.BaseDirectory, "Python", "nova_options.py")],
            Patience,
            new Dictionary<string, string?> { ["PYTHONDONTWRITEBYTECODE"] = "1" });
        var options = list.Output.Split('\n').ToHashSet();
        options.Should().Contain("api/vendordata_providers", because: list.Errors);

        var named = Pages.SelectMany(page => Named(Read(page)).Select(option => (Page: page, Option: option))).ToList();

        named.Should().Contain(item => item.Page == NovaPage).And.Contain(item => item.Page == "README.md");
        named.Where(item => !options.Contains(item.Option)).Should().BeEmpty();
    }

    [Test]
    public void What_the_page_quotes_of_Novas_log_is_in_Novas_source()
    {
        // Texts that Python puts together over several lines.
        var source = string.Join('\n', Directory.EnumerateFiles(Sources, "*.py").Select(File.ReadAllText));
        source = Regex.Replace(source, @"'\s*\n\s*'", "");
        var quoted = LogRow().Matches(Read(NovaPage)).Select(row => row.Groups[1].Value).ToList();

        quoted.Should().HaveCountGreaterThan(4);
        foreach (var part in quoted.SelectMany(text => text.Split('…', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            source.Should().Contain(part);
    }

    /// <summary>The nova.conf of a page, for the parts of this test.</summary>
    private static string Shown(string page, Uri daemon)
    {
        var shown = ShownConfiguration().Match(Read(page)).Groups[1].Value
            .Replace("http://127.0.0.1:8612/", daemon.ToString(), StringComparison.Ordinal)
            .Replace("https://keystone.example.org/v3", RealCloud.Keystone.AuthUrl, StringComparison.Ordinal)
            .Replace("username = nova\n", $"username = {KeystoneUser.Nova.Name}\n", StringComparison.Ordinal)
            .Replace("password = secret\n", $"password = {KeystoneUser.Nova.Password}\n", StringComparison.Ordinal);
        shown.Should().Contain(daemon.ToString(), because: $"{page} has a nova.conf").And.Contain(KeystoneUser.Nova.Password);
        return Timeout().Replace(shown, "").Replace(
            "[api]\n", "[api]\nvendordata_dynamic_connect_timeout = 5\nvendordata_dynamic_read_timeout = 60\n", StringComparison.Ordinal);
    }

    private static int CountAsked(PublishedDaemon daemon, string path) =>
        Regex.Count(daemon.Log, $@"""POST {path} HTTP/1\.1"" status: 200 ");

    private static IEnumerable<string> Named(string page) =>
    [
        .. SectionAndOption().Matches(page).Select(match => $"{match.Groups[1].Value}/{match.Groups[2].Value}"),
        .. OptionAlone().Matches(page).Select(match => $"api/{match.Groups[1].Value}"),
        .. from block in Block().Matches(page)
           from section in BlockSection().Matches(block.Groups[1].Value)
           from option in BlockOption().Matches(section.Groups[2].Value)
           select $"{section.Groups[1].Value}/{option.Groups[1].Value}",
    ];

    private static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    [GeneratedRegex(@"<!-- nova\.conf -->\n```ini\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShownConfiguration();

    [GeneratedRegex(@"^vendordata_dynamic_(?:connect|read)_timeout = .*\n", RegexOptions.Multiline)]
    private static partial Regex Timeout();

    [GeneratedRegex(@"http://169\.254\.169\.254(/\S+)")]
    private static partial Regex GuestPath();

    [GeneratedRegex(@"^\| `([^`]+ [^`]+ [^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex LogRow();

    [GeneratedRegex(@"`\[(api|vendordata_dynamic_auth)\] (\w+)")]
    private static partial Regex SectionAndOption();

    [GeneratedRegex(@"`(vendordata_(?:providers|dynamic_\w+|jsonfile_\w+))(?: =[^`]*)?`")]
    private static partial Regex OptionAlone();

    [GeneratedRegex("```ini\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\[(api|vendordata_dynamic_auth)\]\n((?:[^\[\n].*\n|\n)*)", RegexOptions.Multiline)]
    private static partial Regex BlockSection();

    [GeneratedRegex(@"^(\w+) =", RegexOptions.Multiline)]
    private static partial Regex BlockOption();
}
