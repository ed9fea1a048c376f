using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Commands;

/// <summary>The commands with which an operator looks before leaping, as the published executable has them.</summary>
internal sealed partial class OperatorCommandTests
{
    private const string Request = """{"project-id":"p1","instance-id":"i1"}""";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private CommandFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public async Task TearDown()
    {
        _folder.Left.Should().BeEmpty("a command leaves nothing behind");
        await _folder.DisposeAsync();
    }

    [Test]
    public async Task The_page_about_the_commands_shows_what_they_print()
    {
        await _folder.ConfigureCloudAsync();
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "commands.md"));
        var request = _folder.Write("request.json", Shown(page, "file: request.json"));

        var providers = await _folder.RunAsync("providers");
        var check = await _folder.RunAsync("check");
        var invoke = await _folder.RunAsync("invoke", "--context", request, "--provider", "project_info", "--provider", "test");

        new[] { providers.Code, check.Code, invoke.Code }.Should().Equal(0, 0, 0);
        Readable(providers.Output).Should().Be(Shown(page, "output: providers"));
        var table = Address().Replace(Unboxed(check.Output.Replace(_folder.ConfigurationFile, "/etc/nova-pollinate/nova-pollinate.conf")), "https://cloud.example.org/");
        // Another test may serve at the usual port in this moment.
        InUse().Replace(table, "").Should().Be(Unboxed(Shown(page, "output: check")));
        Readable(invoke.Output).Should().Be(Shown(page, "output: invoke"));
        WithoutTimes(invoke.Errors).Should().Be(WithoutTimes(Shown(page, "output: outcomes")));
        providers.Errors.Should().BeEmpty();
        check.Errors.Should().BeEmpty();
    }

    [Test]
    public async Task The_page_about_the_commands_shows_one_option_with_its_origin()
    {
        _folder.ConfigureFixture("Fixture.Prints", "");
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "commands.md"));

        var shown = await _folder.RunAsync("config", "show", "--json");

        System.Text.Json.JsonSerializer.Serialize(System.Text.Json.JsonDocument.Parse(shown.Output).RootElement.GetProperty("server").GetProperty("port")).Should().Be(
            System.Text.Json.JsonSerializer.Serialize(System.Text.Json.JsonDocument.Parse(Shown(page, "output: origin")).RootElement));
    }

    [Test]
    public async Task All_providers_answer_a_tried_request_as_they_do_in_the_daemon()
    {
        await _folder.ConfigureCloudAsync();
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "commands.md"));

        var (code, output, errors) = await _folder.RunAsync("invoke", "--context", _folder.Write("request.json", Shown(page, "file: request.json")));

        code.Should().Be(0);
        System.Text.Json.JsonDocument.Parse(output).RootElement.EnumerateObject().Select(part => part.Name).Should().Equal(
            "cloudstor", "crowdstrike", "nvidia_vgpu", "project_info", "test", "windows_product_key");
        Time().Count(errors).Should().Be(6);
    }

    [Test]
    public async Task A_thread_that_a_plugin_leaves_in_the_foreground_does_not_keep_a_command()
    {
        _folder.ConfigureFixture("Fixture.KeepsTheProcess", "providers = foreground_thread");

        var (code, output, _) = await _folder.RunAsync("check");

        code.Should().Be(0);
        output.Should().Contain("| Result: Success ").And.NotContain("Failure");
    }

    [Test]
    public async Task A_constructor_that_never_returns_does_not_keep_a_command()
    {
        _folder.ConfigureFixture("Fixture.KeepsTheProcess", "providers = never_constructed\nprovider_start_timeout = 0.5");

        var (code, output, errors) = await _folder.RunAsync("check");

        code.Should().Be(2);
        Unboxed(output).Should().Contain("Check: Provider never_constructed Result: Failure").And.Contain("did not return in 0.5 s");
        errors.Should().BeEmpty();
    }

    [Test]
    public async Task A_command_that_is_told_to_stop_leaves_nothing_behind()
    {
        _folder.ConfigureFixture("Fixture.KeepsTheProcess", "providers = never_constructed\nprovider_start_timeout = 0");

        await using var check = _folder.Start("check");
        await Eventually.WaitForAsync("the private copies", Patience, () => Task.FromResult(_folder.Left.Any() || check.HasEnded));
        (await check.StopAsync()).Should().Be(1);

        check.Errors.Should().Be("nova-pollinate: error: Interrupted.\n");
    }

    [Test]
    public async Task What_a_plugin_prints_is_no_part_of_the_answer()
    {
        _folder.ConfigureFixture("Fixture.Prints", "providers = printing");

        var (code, output, errors) = await _folder.RunAsync("invoke", "--context", _folder.Write("request.json", Request));

        code.Should().Be(0);
        output.Should().Be("{\"printing\":true}\n");
        errors.Should().Contain("printed by the constructor\n").And.Contain("printed by the run\n").And.MatchRegex(@"printing +\d+\.\d ms  ok, 4 bytes");
    }

    [Test]
    public async Task The_line_that_pins_plugins_is_all_that_is_printed_and_can_be_used_as_it_is()
    {
        _folder.ConfigureFixture("Fixture.Prints", "providers = printing");

        var pin = await _folder.RunAsync("providers", "--pin");
        var check = await _folder.RunAsync("check", "--config-file", _folder.Write("pinned.conf", $"[plugins]\n{pin.Output}"));
        var others = await _folder.RunAsync("check", "--config-file", _folder.Write("others.conf", $"[plugins]\n{pin.Output.Replace("Prints", "Other")}"));
        var json = await _folder.RunAsync("providers", "--pin", "--json");

        pin.Output.Should().MatchRegex("^sha256 = Fixture\\.Prints:[0-9a-f]{64}\n$");
        pin.Errors.Should().BeEmpty();
        check.Output.Should().Contain("Check: Provider printing").And.NotContain("Failure");
        Unboxed(others.Output).Should().Contain("The plugin 'Fixture.Prints' in ").And.Contain("is not in [plugins] sha256");
        json.Errors.Should().Contain("leave --json out");
        new[] { pin.Code, check.Code, others.Code, json.Code }.Should().Equal(0, 0, 2, 1);
    }

    [Test]
    public async Task A_command_line_that_makes_no_sense_is_explained_and_the_exit_code_is_1()
    {
        _folder.ConfigureFixture("Fixture.Prints", "");

        var (code, _, errors) = await _folder.RunAsync("invoke");

        code.Should().Be(1);
        errors.Should().Contain("--context");
    }

    /// <summary>The text of a table: where its lines are broken depends on how long paths and addresses are.</summary>
    private static string Unboxed(string table) => string.Join(' ', Readable(table).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.StartsWith('+') ? "+" : line.Trim('|', ' ')));

    private static string Readable(string text) => text.Replace(Repository.PublishedFolder, "/opt/nova-pollinate", StringComparison.Ordinal);

    private static string WithoutTimes(string text) => Time().Replace(text, " TIME");

    private static string Shown(string page, string mark) =>
        Regex.Match(page, $@"<!-- {Regex.Escape(mark)} -->\n```\w+\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex Address();

    [GeneratedRegex(@" In use at the moment, by a daemon that runs or by something else: [0-9.:, ]+\.(?= \+)")]
    private static partial Regex InUse();

    [GeneratedRegex(@" +\d+\.\d ms")]
    private static partial Regex Time();
}
