using System.Net;
using System.Net.Sockets;
using Pollinate.Host.Commands;
using Pollinate.Host.Commands.Checking;

namespace Pollinate.Host.Tests.Commands;

/// <summary>What <c>nova-pollinate check</c> finds by itself, without anybody to ask.</summary>
internal sealed class CheckCommandTests
{
    [Test]
    public async Task When_nothing_is_wrong_the_table_has_a_row_for_each_check_and_the_exit_code_is_0()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var result = await command.RunAsync("[DEFAULT]\nproviders = settings, Fixture.Dispatch.EchoProvider\n[server]\nport = 0\n[admin]\nenabled = false\n", (arguments, streams) =>
            CheckCommand.RunAsync(arguments, new(), streams, CancellationToken.None));

        // Where lines are broken depends on how long the test's own folder is called.
        string.Join(' ', result.OutputLines.Select(line => line.StartsWith('+') ? "+" : line.Trim('|', ' '))).Should().Be(
            "+ nova-pollinate check " +
            "+ Check: Configuration Result: Success Details: Read from /srv/base.conf, /srv/test.conf. " +
            "+ Check: Permissions Result: Success Details: None " +
            "+ Check: Listener Result: Success Details: 127.0.0.1:0; sockets that systemd hands over take the place of TCP addresses. " +
            "+ Check: Provider settings Result: Success Details: Fixture.Dispatch.SettingsProvider from /srv/plugins/Fixture.Dispatch " +
            "+ Check: Provider echo Result: Success Details: Fixture.Dispatch.EchoProvider from /srv/plugins/Fixture.Dispatch +");
        result.Errors.Should().BeEmpty();
        result.Code.Should().Be(0);
    }

    [Test]
    public async Task Everything_that_stands_against_serving_is_said_at_once_and_the_exit_code_is_2()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch", "Fixture.Flawed");

        var (result, rows) = await CheckAsync(command, """
            [DEFAULT]
            auth_strategy = keystone
            providers = echo, nobody_at_all, throwing_constructor
            provider = x
            [server]
            host = no-such-host.invalid
            [healthcheck]
            disable_by_file_paths = no-port
            """);

        result.Code.Should().Be(2);
        result.Errors.Should().BeEmpty();
        rows.Select(row => (row.Check, row.Result)).Should().Equal(
            ("Configuration", CheckResult.Failure),
            ("Permissions", CheckResult.Success),
            ("Listener", CheckResult.Failure),
            ("Provider echo", CheckResult.Success),
            ("Provider nobody_at_all", CheckResult.Failure),
            ("Provider throwing_constructor", CheckResult.Failure),
            ("Keystone [keystone_authtoken]", CheckResult.Failure));
        rows[0].Details.Should().Contain("auth_type").And.Contain("'no-port' is not port:path");
        rows[0].Lines.Where(line => line.StartsWith("Warning: ")).Should().ContainSingle().Which.Should().Contain("did you mean 'providers'?");
        rows[2].Details.Should().Contain("'no-such-host.invalid'");
        rows[4].Details.Should().Contain("'nobody_at_all' was not found");
        rows[5].Details.Should().Contain("the licence file is missing");
        rows[6].Details.Should().Be("Keystone was not asked, since the section can't be used; see Configuration.");
    }

    [Test]
    public async Task Warnings_are_said_and_have_a_say_in_the_exit_code_only_where_that_is_asked_for()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var (result, rows) = await CheckAsync(command, "[DEFAULT]\nproviders = echo\nprovider = x\n");
        var (strict, _) = await CheckAsync(command, "[DEFAULT]\nproviders = echo\nprovider = x\n", new() { Strict = true });
        var (good, _) = await CheckAsync(command, "[DEFAULT]\nproviders = echo\n", new() { Strict = true });

        rows.Should().ContainSingle(row => row.Result != CheckResult.Success).Which.Should().Match<CheckedRow>(row =>
            row.Check == "Configuration" && row.Result == CheckResult.Warning && row.Details.Contains("did you mean 'providers'?"));
        new[] { result.Code, strict.Code, good.Code }.Should().Equal(0, 1, 0);
    }

    [TestCase(false, CheckResult.Failure, 2)]
    [TestCase(true, CheckResult.Warning, 0)]
    public async Task A_provider_that_needs_secrets_fails_without_any_but_not_the_start(bool offline, CheckResult expected, int code)
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var (result, rows) = await CheckAsync(command, "[DEFAULT]\nproviders = needs_secrets\n", new() { Offline = offline });

        var row = rows.Should().ContainSingle(row => row.Check == "Secrets").Which;
        row.Result.Should().Be(expected);
        row.Details.Should().StartWith("There are no secrets, which needs_secrets need: set [vault] url");
        result.Code.Should().Be(code);
    }

    [Test]
    public async Task A_configuration_that_can_not_be_read_is_the_only_row()
    {
        using var command = new CommandUnderTest();

        var (result, rows) = await CheckAsync(command, "[server]\nport = x\n[DEFAULT]\ndebug = x\n");

        result.Code.Should().Be(2);
        var row = rows.Should().ContainSingle().Which;
        row.Should().Match<CheckedRow>(row => row.Check == "Configuration" && row.Result == CheckResult.Failure);
        row.Lines.Should().HaveCount(2).And.OnlyContain(line => line.StartsWith("/srv/test.conf:"));
    }

    [Test]
    public async Task A_port_that_a_daemon_listens_on_is_said_and_in_no_way()
    {
        using var command = new CommandUnderTest();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var (result, rows) = await CheckAsync(command, $"[server]\nhost = 127.0.0.1\nport = {((IPEndPoint)taken.LocalEndpoint).Port}\n");

        result.Code.Should().Be(0);
        rows.Single(row => row.Check == "Listener").Details.Should().Contain(
            $"In use at the moment, by a daemon that runs or by something else: 127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
    }

    [Test]
    public async Task An_address_that_is_not_this_machines_is_warned_of()
    {
        using var command = new CommandUnderTest();

        var (result, rows) = await CheckAsync(command, "[DEFAULT]\nauth_strategy = noauth\n[server]\nhost = 192.0.2.77\ninsecure_noauth = true\n");

        result.Code.Should().Be(0);
        rows.Single(row => row.Check == "Listener").Should().Match<CheckedRow>(row =>
            row.Result == CheckResult.Warning && row.Details.Contains("192.0.2.77 is no address of this machine at the moment"));
    }

    [TestCase("[server]\nhost = 0.0.0.0\n", "[DEFAULT] auth_strategy: with noauth whoever reaches 0.0.0.0:8612 can be anybody.")]
    [TestCase("[admin]\nhost = no-such-host.invalid\n", "[admin] host: 'no-such-host.invalid'")]
    [TestCase("[admin]\nport = 8612\n", "[admin] port: 8612 is [server] port, too")]
    [TestCase("[authorization]\nallowed_users = :nova\n", "[authorization] allowed_users: ':nova' is neither an id nor domain:name")]
    public async Task What_would_let_strangers_in_or_keep_the_listeners_from_starting_is_said(string configuration, string error)
    {
        using var command = new CommandUnderTest();

        var (result, rows) = await CheckAsync(command, configuration);

        result.Code.Should().Be(2);
        rows.Should().ContainSingle(row => row.Result == CheckResult.Failure).Which.Details.Should().Contain(error);
    }

    [TestCase("[server]\nhost = 0.0.0.0\ninsecure_noauth = true\n", "[server] insecure_noauth: whoever reaches 0.0.0.0:8612 can be anybody")]
    [TestCase("[admin]\nhost = 0.0.0.0\n", "[admin] host: whoever reaches 0.0.0.0:8614 is told the reasons")]
    public async Task What_lets_strangers_in_is_warned_of(string configuration, string warning)
    {
        using var command = new CommandUnderTest();

        var (result, rows) = await CheckAsync(command, configuration);

        result.Code.Should().Be(0);
        rows.Should().ContainSingle(row => row.Check == "Listener").Which.Should().Match<CheckedRow>(row =>
            row.Result == CheckResult.Warning && row.Details.Contains(warning));
    }

    [Test]
    public async Task A_provider_that_never_returns_from_its_constructor_is_a_failure_and_keeps_nobody_waiting()
    {
        using var command = new CommandUnderTest("Fixture.KeepsTheProcess");

        var (result, rows) = await CheckAsync(command, "[DEFAULT]\nproviders = never_constructed\nprovider_start_timeout = 0.2\n");

        result.Code.Should().Be(2);
        rows.Should().ContainSingle(row => row.Check == "Provider never_constructed").Which.Details.Should().Contain("did not return in 0.2 s");
    }

    [Test]
    public async Task A_check_can_be_interrupted()
    {
        using var command = new CommandUnderTest("Fixture.KeepsTheProcess");
        using var interrupt = new CancellationTokenSource();

        var checking = command.RunAsync("[DEFAULT]\nproviders = never_constructed\nprovider_start_timeout = 0\n", (arguments, streams) =>
        {
            var check = CheckCommand.RunAsync(arguments, new(), streams, interrupt.Token);
            interrupt.Cancel();
            return check;
        });

        (await checking).Should().Be(new CommandResult(1, "", "nova-pollinate: error: Interrupted.\n"));
    }

    [Test]
    public async Task A_cache_folder_that_is_not_there_is_not_made()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");
        Directory.Delete(command.Cache);

        var (result, _) = await CheckAsync(command, "[DEFAULT]\nproviders = echo\n");

        result.Code.Should().Be(0);
        Directory.Exists(command.Cache).Should().BeFalse("it would belong to whoever runs the command, and not to the daemon's user");
    }

    [Test]
    public async Task What_a_daemon_that_died_left_in_the_cache_folder_is_left_for_the_next_start_to_look_at()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch") { Cached = ["1-dead"] };
        command.Write("cache/1-dead/.lock", "");

        var (result, _) = await CheckAsync(command, "[DEFAULT]\nproviders = echo\n");

        result.Code.Should().Be(0);
        File.Exists(Path.Combine(command.Cache, "1-dead", ".lock")).Should().BeTrue();
    }

    [Test]
    public async Task A_log_file_that_can_not_be_written_is_named()
    {
        using var command = new CommandUnderTest();

        var (result, rows) = await CheckAsync(command, "[DEFAULT]\nlog_file = /no/such/folder/x.log\n");

        rows.Should().ContainSingle(row => row.Result == CheckResult.Failure)
            .Which.Details.Should().Contain("[DEFAULT] log_file: /no/such/folder/x.log can't be written to (its folder does not exist)");
        result.Code.Should().Be(2);
    }

    private static async Task<(CommandResult Result, IReadOnlyList<CheckedRow> Rows)> CheckAsync(
        CommandUnderTest command, string configuration, CheckSettings? settings = null)
    {
        var result = await command.RunAsync(configuration, (arguments, streams) =>
            CheckCommand.RunAsync(arguments, (settings ?? new()) with { Json = true }, streams, CancellationToken.None));
        return (result, CheckedRow.Of(result));
    }
}
