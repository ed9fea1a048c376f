using System.Text.Json;
using System.Text.RegularExpressions;
using Pollinate.Host.Commands;
using Pollinate.SimulatedCloud;

namespace Pollinate.Host.Tests.Commands;

internal sealed partial class InvokeCommandTests
{
    private const string Body = """{"project-id":"p1","instance-id":"i1","hostname":"guest"}""";

    [Test]
    public async Task The_answer_is_printed_to_the_byte_and_each_providers_time_and_outcome_beside_it()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var result = await InvokeAsync(command, """
            [DEFAULT]
            providers = second, needs_secrets, first
            [first]
            json = {"a": "ä"}
            [second]
            json = 7
            [vault]
            url = http://127.0.0.1:1
            token = t
            path = p
            """);

        result.Output.Should().Be("""{"first":{"a": "ä"},"second":7}""" + "\n");
        WithoutTimes(result).Should().Equal(
            "second  ok, 1 byte",
            "needs_secrets  nothing",
            "first  ok, 11 bytes");
        result.Code.Should().Be(0);
    }

    [Test]
    public async Task A_provider_that_fails_is_named_with_the_reason_and_the_others_answer()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var result = await InvokeAsync(command, "[DEFAULT]\nproviders = throwing, settings\n");

        result.Output.Should().Be("""{"settings":"settings by default 7 none a\u002Bb none"}""" + "\n");
        WithoutTimes(result).Should().Equal(
            "throwing  failed: System.InvalidOperationException: thrown on purpose",
            "settings  ok, 42 bytes");
        result.Errors.Should().Contain("nova-pollinate: warning: The provider throwing failed");
        result.Code.Should().Be(0);
    }

    [Test]
    public async Task When_a_required_provider_fails_there_is_no_answer_and_the_exit_code_is_1()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var result = await InvokeAsync(command, "[DEFAULT]\nproviders = throwing, settings\n[throwing]\nrequired = true\n");

        result.Output.Should().BeEmpty();
        result.ErrorLines[^1].Should().Be(
            "nova-pollinate: error: There is no answer, since it would lack what is required: throwing; the daemon would answer 500.");
        result.Code.Should().Be(1);
    }

    [TestCase("settings")]
    [TestCase("Fixture.Dispatch.SettingsProvider")]
    public async Task One_provider_can_be_run_alone_by_any_of_its_names_whatever_is_wrong_with_the_others(string name)
    {
        using var command = new CommandUnderTest("Fixture.Dispatch", "Fixture.Flawed");

        var result = await InvokeAsync(command, "[DEFAULT]\nproviders = nobody_at_all, throwing_constructor, settings, echo\n", providers: [name]);

        result.Output.Should().Be("""{"settings":"settings by default 7 none a\u002Bb none"}""" + "\n");
        WithoutTimes(result).Should().Equal("settings  ok, 42 bytes");
        result.Code.Should().Be(0);
    }

    [Test]
    public async Task Several_providers_run_in_the_order_of_the_configuration_and_aliases_name_them_too()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch", "Fixture.Aliases");

        var result = await InvokeAsync(
            command,
            "[DEFAULT]\nproviders = Fixture.Aliases.AliasedProvider, settings, echo\n",
            providers: ["settings", "original.older.AliasedProvider"]);

        WithoutTimes(result).Should().Equal("aliased  nothing", "settings  ok, 42 bytes");
    }

    [Test]
    public async Task A_provider_that_is_not_listed_can_not_be_run()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var result = await InvokeAsync(command, "[DEFAULT]\nproviders = settings, first\n", providers: ["echo"]);

        result.Should().Be(new CommandResult(
            1, "", "nova-pollinate: error: --provider: 'echo' is not listed in [DEFAULT] providers, which has settings, first.\n"));
    }

    [Test]
    public async Task A_provider_that_does_not_end_in_the_time_of_a_request_is_said_to_have_timed_out()
    {
        using var command = new CommandUnderTest("Fixture.KeepsTheProcess", "Fixture.Dispatch");

        var result = await InvokeAsync(command, "[DEFAULT]\nproviders = settings, never_ending\nrequest_timeout = 1\n");

        result.Output.Should().Be("""{"settings":"settings by default 7 none a\u002Bb none"}""" + "\n");
        WithoutTimes(result).Should().HaveCount(2);
        WithoutTimes(result)[1].Should().StartWith("never_ending  timed out after ");
        result.Code.Should().Be(0);
    }

    [Test]
    public async Task The_document_for_cloud_init_can_be_asked_for()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var result = await InvokeAsync(
            command, "[DEFAULT]\nproviders = first\n[first]\njson = {\"cloud-config\": {\"packages\": [\"x\"]}}\n", cloudInit: true);

        JsonElement.Parse(result.Output).GetString().Should().Be("#cloud-config\npackages:\n- x\n");
        result.Output.Should().EndWith("\"\n");
    }

    [Test]
    public async Task The_request_can_come_from_standard_input_and_its_caller_is_nobody()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch") { Input = Body };

        var result = await InvokeAsync(command, "[DEFAULT]\nproviders = echo\n", context: "-");

        var echo = JsonElement.Parse(result.Output).GetProperty("echo");
        echo.GetProperty("hostname").GetString().Should().Be("guest");
        echo.GetProperty("request_id").GetString().Should().MatchRegex("^req-[0-9a-f-]{36}$");
        echo.GetProperty("caller").GetProperty("user_id").ValueKind.Should().Be(JsonValueKind.Null);
        echo.GetProperty("caller").GetProperty("roles").GetString().Should().BeEmpty();
    }

    [TestCase("{", "--context: standard input: The body is not JSON in UTF-8: line 1, byte 2; the daemon would answer 400.")]
    [TestCase("", "--context: standard input: No input data provided by Nova: the request has no body; the daemon would answer 400.")]
    [TestCase("""{"instance-id":"i"}""", "--context: standard input: Project ID value not provided by Nova: the body has no project-id; the daemon would answer 400.")]
    public async Task A_request_that_the_daemon_would_refuse_is_refused(string body, string error)
    {
        using var command = new CommandUnderTest("Fixture.Dispatch") { Input = body };

        var result = await InvokeAsync(command, "[DEFAULT]\nproviders = echo\n", context: "-");

        result.Should().Be(new CommandResult(1, "", $"nova-pollinate: error: {error}\n"));
    }

    [Test]
    public async Task A_request_larger_than_the_daemon_takes_is_refused()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch") { Input = Body };

        var result = await InvokeAsync(command, "[oslo_middleware]\nmax_request_body_size = 10\n", context: "-");

        result.ErrorLines.Should().ContainSingle().Which.Should().Be(
            $"nova-pollinate: error: --context: standard input has {Body.Length} bytes, and [oslo_middleware] max_request_body_size lets a request have 10: the daemon would answer 413.");
        result.Code.Should().Be(1);
    }

    [Test]
    public async Task A_file_that_is_not_there_is_named()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var result = await InvokeAsync(command, "", context: "no-such.json");

        result.ErrorLines.Should().ContainSingle().Which.Should().StartWith("nova-pollinate: error: --context: no-such.json can't be read: ");
        result.Code.Should().Be(1);
    }

    [Test]
    public async Task Whatever_stands_against_serving_stands_against_a_request()
    {
        using var command = new CommandUnderTest("Fixture.Flawed");

        var result = await InvokeAsync(command, "[DEFAULT]\nproviders = throwing_constructor\n");

        result.ErrorLines.Should().ContainSingle().Which.Should().Contain("the licence file is missing");
        result.Code.Should().Be(1);
    }

    [Test]
    public async Task A_log_file_of_another_users_is_in_no_way()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var result = await InvokeAsync(command, "[DEFAULT]\nproviders = settings\nlog_file = /no/such/folder/x.log\n");

        result.Code.Should().Be(0);
    }

    [Test]
    public async Task Lookups_ask_the_real_services_and_no_credential_is_printed_even_when_debugging()
    {
        await using var cloud = await Cloud.StartAsync(new());
        using var command = new CommandUnderTest("Fixture.Lookups")
        {
            Input = $$"""{"project-id":"{{SampleData.Demo.Id}}","instance-id":"{{SampleData.InstanceId}}"}""",
        };

        var result = await InvokeAsync(command, $"""
            [DEFAULT]
            providers = a_project
            debug = true
            [service_auth]
            auth_type = password
            {cloud.CredentialOptions}
            [vault]
            {cloud.VaultOptions}
            """, context: "-");

        result.Output.Should().Contain("demo");
        result.Errors.Should().Contain("a_project").And.Contain("nova-pollinate: info: ");
        // "secret" by itself is the sample password, and part of many a word.
        result.Errors.Should().NotContain(SampleData.VaultToken).And.NotMatchRegex($@"password\W+{SampleData.Password}\b");
        cloud.Calls.Of("GET", "/identity/v3/projects/{id}").Should().Be(1);
    }

    /// <summary>The lines about providers, with the times taken out.</summary>
    private static List<string> WithoutTimes(CommandResult result) =>
        [.. result.ErrorLines.Where(line => Time().IsMatch(line)).Select(line => Time().Replace(line, ""))];

    private static Task<CommandResult> InvokeAsync(
        CommandUnderTest command, string configuration, string? context = null, string[]? providers = null, bool cloudInit = false)
    {
        var path = context ?? command.Write("request.json", Body);
        return command.RunAsync(configuration, (arguments, streams) =>
            InvokeCommand.RunAsync(arguments, path, providers ?? [], cloudInit, streams, CancellationToken.None));
    }

    [GeneratedRegex(@" +\d+\.\d ms")]
    private static partial Regex Time();
}
