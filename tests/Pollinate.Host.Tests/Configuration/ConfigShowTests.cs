using System.CommandLine;
using System.Text.Json;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Commands;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Printing;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Configuration;

internal sealed class ConfigShowTests
{
    private const string Secret = "hunter2";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase(false)]
    [TestCase(true)]
    public async Task Secrets_are_masked_unless_they_are_asked_for(bool json)
    {
        var file = _folder.Write("a.conf", $"""
            [keystone_authtoken]
            password = {Secret}
            token = {Secret}
            application_credential_secret = {Secret}
            memcache_secret_key = {Secret}
            memcache_password = {Secret}
            [service_auth]
            password = {Secret}
            [vault]
            token = {Secret}
            [cache]
            redis_password = {Secret}
            [server]
            secret_key = {Secret}
            """);
        string[] arguments = ["config", "show", "--config-file", file, "--config-dir", _folder.Path, .. json ? ["--json"] : Array.Empty<string>()];

        var (masked, _, _) = await RunAsync(arguments);
        var (shown, _, _) = await RunAsync([.. arguments, "--show-secrets"]);

        masked.Should().NotContain(Secret).And.Contain("***");
        shown.Split(Secret).Should().HaveCount(10);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_option_that_refers_to_a_secret_is_masked_like_it(bool json)
    {
        var file = _folder.Write("a.conf", $$"""
            [DEFAULT]
            log_file = ${vault.token}
            [server]
            host = prefix-${vault.token}
            [keystone_authtoken]
            username = before-${vault.path}
            auth_url = https://keystone.example.org
            [vault]
            path = by-way-of-$token
            token = {{Secret}}
            url = https://vault.example.org
            """);
        string[] arguments = ["config", "show", "--config-file", file, "--config-dir", _folder.Path, .. json ? ["--json"] : Array.Empty<string>()];

        var (masked, _, _) = await RunAsync(arguments);
        var (shown, _, _) = await RunAsync([.. arguments, "--show-secrets"]);

        masked.Should().NotContain(Secret).And.Contain("https://vault.example.org").And.Contain("https://keystone.example.org");
        shown.Split(Secret).Should().HaveCount(6);
    }

    [Test]
    public async Task JSON_holds_every_option_with_its_own_type()
    {
        var file = _folder.Write("a.conf", "[DEFAULT]\nproviders = a,b\n[server]\nport = 123456789012345678901234567890\nhost = zoë\n");

        var (output, _, code) = await RunAsync("config", "show", "--json", "--config-file", file);

        code.Should().Be(0);
        var json = JsonElement.Parse(output);
        json.GetProperty("server").GetProperty("port").GetProperty("value").GetRawText().Should().Be("123456789012345678901234567890");
        json.GetProperty("server").GetProperty("host").GetProperty("value").GetString().Should().Be("zoë");
        json.GetProperty("DEFAULT").GetProperty("providers").GetProperty("value").EnumerateArray().Select(item => item.GetString()).Should().Equal("a", "b");
        json.GetProperty("DEFAULT").GetProperty("debug").GetProperty("value").ValueKind.Should().Be(JsonValueKind.False);
        json.GetProperty("vault").GetProperty("url").GetProperty("value").ValueKind.Should().Be(JsonValueKind.Null);
        json.EnumerateObject().SelectMany(group => group.Value.EnumerateObject()).Should().HaveCount(
            OptionRecords.Groups.Sum(group => group.Options.Count));
    }

    [Test]
    public async Task Files_and_folders_are_read_in_the_order_of_the_command_line()
    {
        var first = _folder.Write("first.conf", "[DEFAULT]\nhost = first\n");
        _folder.Write("d/second.conf", "[DEFAULT]\nhost = second\n");
        var third = _folder.Write("third.conf", "[DEFAULT]\nhost = third\n");

        async Task<string?> HostOf(params string[] switches) =>
            JsonElement.Parse((await RunAsync(["config", "show", "--json", .. switches])).Output).GetProperty("DEFAULT").GetProperty("host").GetProperty("value").GetString();

        (await HostOf($"--config-file={first}", "--config-dir", _folder.Combine("d"), "--config-file", third)).Should().Be("third");
        (await HostOf("--config-file", first, "--config-file", third, $"--config-dir={_folder.Combine("d")}")).Should().Be("second");
        (await HostOf($"--config-dir={_folder.Combine("d")}", "--config-file", third, $"--config-file={first}")).Should().Be("first");
    }

    [Test]
    public async Task A_file_with_one_option_can_be_shown_although_nothing_could_be_served_with_it()
    {
        var file = _folder.Write("a.conf", "[server]\nport = 99999\n");

        var (output, _, code) = await RunAsync("config", "show", "--config-file", file);

        code.Should().Be(0);
        output.Should().Contain("\nport = 99999\n");
    }

    [Test]
    public void Each_value_says_which_file_and_line_environment_variable_or_default_it_came_from()
    {
        var first = _folder.Write("first.conf", "[DEFAULT]\nhost = first\ndebug = true\n");
        var second = _folder.Write("second.conf", "[flask]\n\nport = 1234\n[DEFAULT]\nhost = second\n");
        var arguments = OsloCase.Arguments(_folder, [new(false, "first.conf"), new(false, "second.conf")]) with
        {
            Environment = new Dictionary<string, string> { ["OS_VAULT__TOKEN"] = Secret },
        };

        var (ini, json) = (Show(arguments, json: false), JsonElement.Parse(Show(arguments, json: true)));

        ini.Should().Contain($"\n# From {second}:5.\nhost = second\n")
            .And.Contain($"\n# From {first}:3.\ndebug = true\n")
            .And.Contain($"\n# From {second}:3.\nport = 1234\n", because: "the section has an old name that is still read")
            .And.Contain("\n# From the environment variable OS_VAULT__TOKEN.\ntoken = ***\n")
            .And.Contain("\n# The default.\nauth_strategy = keystone\n");
        Origin(json, "DEFAULT", "host").Should().Be($$"""{"kind":"file","file":"{{second}}","line":5}""");
        Origin(json, "vault", "token").Should().Be("""{"kind":"environment","variable":"OS_VAULT__TOKEN"}""");
        Origin(json, "DEFAULT", "auth_strategy").Should().Be("""{"kind":"default"}""");
    }

    private static string Origin(JsonElement json, string group, string option) =>
        JsonSerializer.Serialize(json.GetProperty(group).GetProperty(option).GetProperty("origin"));

    private static string Show(ConfigurationArguments arguments, bool json)
    {
        using var output = new StringWriter();
        ConfigShowCommand.Show(read => ConfigurationLoader.Load(read, []), arguments, json, showSecrets: false, output, TextWriter.Null).Should().Be(0);
        return output.ToString();
    }

    [Test]
    public async Task Errors_go_to_standard_error_and_the_exit_code_is_1()
    {
        var file = _folder.Write("a.conf", "[server]\nport = x\n[DEFAULT]\ndebug = x\n");

        var (output, errors, code) = await RunAsync("config", "show", "--config-file", file);

        code.Should().Be(1);
        output.Should().BeEmpty();
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(2)
            .And.OnlyContain(line => line.StartsWith($"nova-pollinate: error: {file}:", StringComparison.Ordinal));
    }

    [Test]
    public async Task Warnings_go_to_standard_error_and_do_not_disturb_the_output()
    {
        var file = _folder.Write("a.conf", "[DEFAULT]\nprovider = x\n");

        var (output, errors, code) = await RunAsync("config", "show", "--json", "--config-file", file);

        code.Should().Be(0);
        errors.Should().StartWith("nova-pollinate: warning: ").And.Contain("'providers'");
        JsonElement.Parse(output).ValueKind.Should().Be(JsonValueKind.Object);
    }

    [TestCase("plain")]
    [TestCase("")]
    [TestCase(" lead and trail ")]
    [TestCase("\"quoted\"")]
    [TestCase("'")]
    [TestCase("\"")]
    [TestCase("a $b ${c} $$ \\$")]
    [TestCase("a\\\\$b \\$$c \\\\\\$")]
    [TestCase("# no comment")]
    [TestCase("; no comment")]
    [TestCase("[no header]")]
    [TestCase("first\nsecond\nthird")]
    [TestCase("\nsecond")]
    [TestCase("k = v : w")]
    [TestCase("\u00A0nbsp\u3000")]
    [TestCase("it's \"both\"")]
    public void Any_text_that_can_be_written_reads_back_the_same(string text)
    {
        var literal = OsloLiteral.Write(text);
        literal.Should().NotBeNull();
        _folder.Write("a.conf", $"[vault]\npath = {literal}\n");

        ConfigurationLoader.Load(OsloCase.Arguments(_folder, [new(false, "a.conf")]), []).Value("vault", "path").Should().Be(text);
    }

    [TestCase("a\n\nb")]
    [TestCase("a\n b")]
    [TestCase("a\r\nb")]
    public void Text_that_the_dialect_can_not_say_is_not_written_wrongly(string text) => OsloLiteral.Write(text).Should().BeNull();

    [Test]
    public void Every_default_in_the_sample_file_is_the_default()
    {
        var sample = File.ReadAllLines(Path.Combine(SourceTree.Root, "nova-pollinate.conf.sample"))
            .Where(line => !line.EndsWith("<None>", StringComparison.Ordinal))
            .Select(line => line.StartsWith('#') && !line.StartsWith("# ", StringComparison.Ordinal) ? line[1..] : line);
        _folder.Write("sample.conf", string.Join('\n', sample));

        var fromSample = ConfigurationLoader.Load(OsloCase.Arguments(_folder, [new(false, "sample.conf")]), []);
        var defaults = ConfigurationLoader.Load(OsloCase.Arguments(_folder, []), []);

        fromSample.Options.Select(option => option.Value).Should().BeEquivalentTo(
            defaults.Options.Select(option => option.Value), options => options.WithStrictOrdering());
    }

    [Test]
    public void The_page_about_configuration_lists_every_option()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs/configuration.md"));
        using var tables = new StringWriter();
        OptionTables.Write(tables, OptionRecords.Groups);

        page.Should().Contain(tables.ToString());
    }

    private static async Task<(string Output, string Errors, int Code)> RunAsync(params string[] arguments)
    {
        var switches = new ConfigurationSwitches();
        var root = new RootCommand();
        switches.AddTo(root);
        root.Subcommands.Add(ConfigShowCommand.Create(switches, read => ConfigurationLoader.Load(read, [])));
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await root.Parse(arguments).InvokeAsync(new() { Output = output, Error = errors });
        return (output.ToString(), errors.ToString(), code);
    }
}
