using System.Net;
using System.Net.Sockets;
using Pollinate.Host.Commands;

namespace Pollinate.Host.Tests.Commands;

internal sealed class CheckCommandTests
{
    private const string InOrder = "everything is in order";

    [Test]
    public async Task When_nothing_is_wrong_each_provider_and_the_verdict_are_printed_and_the_exit_code_is_0()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var result = await CheckAsync(command, "[DEFAULT]\nproviders = settings, Fixture.Dispatch.EchoProvider\n");

        result.Output.Should().Be($"""
            settings: ready, Fixture.Dispatch.SettingsProvider from /srv/plugins/Fixture.Dispatch
            echo: ready, Fixture.Dispatch.EchoProvider from /srv/plugins/Fixture.Dispatch
            {InOrder}

            """);
        result.Errors.Should().BeEmpty();
        result.Code.Should().Be(0);
    }

    [Test]
    public async Task Everything_that_stands_against_serving_is_said_at_once_and_the_exit_code_is_1()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch", "Fixture.Flawed");

        var result = await CheckAsync(command, """
            [DEFAULT]
            auth_strategy = keystone
            providers = echo, nobody_at_all, throwing_constructor
            provider = x
            [server]
            host = no-such-host.invalid
            [healthcheck]
            disable_by_file_paths = no-port
            """);

        result.Code.Should().Be(1);
        result.Output.Should().BeEmpty();
        result.ErrorLines.Should().OnlyContain(line => line.StartsWith("nova-pollinate: error: ") || line.StartsWith("nova-pollinate: warning: "));
        foreach (var said in new[] { "'no-such-host.invalid'", "'no-port' is not port:path", "auth_type", "'nobody_at_all' was not found", "the licence file is missing", "did you mean 'providers'?" })
            result.ErrorLines.Should().ContainSingle(line => line.Contains(said), because: said);
        result.ErrorLines.Where(line => line.Contains("warning: ")).Should().OnlyContain(line => line.Contains("'provider'"));
    }

    [Test]
    public async Task Warnings_are_said_and_change_nothing()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var result = await CheckAsync(command, "[DEFAULT]\nproviders = needs_secrets\nprovider = x\n");

        result.ErrorLines.Should().HaveCount(2).And.OnlyContain(line => line.StartsWith("nova-pollinate: warning: "));
        result.Errors.Should().Contain("did you mean 'providers'?").And.Contain("There are no secrets, which needs_secrets need");
        result.OutputLines[^1].Should().Be(InOrder);
        result.Code.Should().Be(0);
    }

    [Test]
    public async Task A_port_that_a_daemon_listens_on_is_in_no_way()
    {
        using var command = new CommandUnderTest();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var result = await CheckAsync(command, $"[server]\nhost = 127.0.0.1\nport = {((IPEndPoint)taken.LocalEndpoint).Port}\n");

        result.Code.Should().Be(0);
    }

    [TestCase("[server]\nhost = 0.0.0.0\n", "[DEFAULT] auth_strategy: with noauth whoever reaches 0.0.0.0:8612 can be anybody.")]
    [TestCase("[admin]\nhost = no-such-host.invalid\n", "[admin] host: 'no-such-host.invalid'")]
    [TestCase("[admin]\nport = 8612\n", "[admin] port: 8612 is [server] port, too")]
    [TestCase("[authorization]\nallowed_users = :nova\n", "[authorization] allowed_users: ':nova' is neither an id nor domain:name")]
    public async Task What_would_let_strangers_in_or_keep_the_listeners_from_starting_is_said(string configuration, string error)
    {
        using var command = new CommandUnderTest();

        var result = await CheckAsync(command, configuration);

        result.Code.Should().Be(1);
        result.ErrorLines.Should().ContainSingle(line => line.StartsWith("nova-pollinate: error: ")).Which.Should().Contain(error);
    }

    [TestCase("[server]\nhost = 0.0.0.0\ninsecure_noauth = true\n", "[server] insecure_noauth: whoever reaches 0.0.0.0:8612 can be anybody")]
    [TestCase("[admin]\nhost = 0.0.0.0\n", "[admin] host: whoever reaches 0.0.0.0:8614 is told the reasons")]
    public async Task What_lets_strangers_in_is_warned_of(string configuration, string warning)
    {
        using var command = new CommandUnderTest();

        var result = await CheckAsync(command, configuration);

        result.Code.Should().Be(0);
        result.Errors.Should().Contain("nova-pollinate: warning: " + warning);
    }

    [Test]
    public async Task A_provider_that_never_returns_from_its_constructor_is_an_error_and_keeps_nobody_waiting()
    {
        using var command = new CommandUnderTest("Fixture.KeepsTheProcess");

        var result = await CheckAsync(command, "[DEFAULT]\nproviders = never_constructed\nprovider_start_timeout = 0.2\n");

        result.Code.Should().Be(1);
        result.ErrorLines.Should().ContainSingle().Which.Should().StartWith("nova-pollinate: error: ").And.Contain("did not return in 0.2 s");
    }

    [Test]
    public async Task A_check_can_be_interrupted()
    {
        using var command = new CommandUnderTest("Fixture.KeepsTheProcess");
        using var interrupt = new CancellationTokenSource();

        var checking = command.RunAsync("[DEFAULT]\nproviders = never_constructed\nprovider_start_timeout = 0\n", (arguments, streams) =>
        {
            var check = CheckCommand.RunAsync(arguments, streams, interrupt.Token);
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

        var result = await CheckAsync(command, "[DEFAULT]\nproviders = echo\n");

        result.Code.Should().Be(0);
        Directory.Exists(command.Cache).Should().BeFalse("it would belong to whoever runs the command, and not to the daemon's user");
    }

    [Test]
    public async Task What_a_daemon_that_died_left_in_the_cache_folder_is_left_for_the_next_start_to_look_at()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch") { Cached = ["1-dead"] };
        command.Write("cache/1-dead/.lock", "");

        var result = await CheckAsync(command, "[DEFAULT]\nproviders = echo\n");

        result.Code.Should().Be(0);
        File.Exists(Path.Combine(command.Cache, "1-dead", ".lock")).Should().BeTrue();
    }

    [Test]
    public async Task A_log_file_that_can_not_be_written_is_named()
    {
        using var command = new CommandUnderTest();

        var result = await CheckAsync(command, "[DEFAULT]\nlog_file = /no/such/folder/x.log\n");

        result.ErrorLines.Should().ContainSingle(line => line.Contains("error: "))
            .Which.Should().Contain("[DEFAULT] log_file: /no/such/folder/x.log can't be written to (its folder does not exist)");
        result.Code.Should().Be(1);
    }

    private static Task<CommandResult> CheckAsync(CommandUnderTest command, string configuration) =>
        command.RunAsync(configuration, (arguments, streams) => CheckCommand.RunAsync(arguments, streams, CancellationToken.None));
}
