using System.Diagnostics;
using Pollinate.Host.Commands;
using Pollinate.Host.Configuration;
using Pollinate.Host.Hosting;
using Pollinate.Host.Tests.Commands;
using Pollinate.Host.Tests.Generations;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Permissions;

internal sealed class FilePermissionsTests
{
    private const string Configuration = "[DEFAULT]\nproviders = settings\n[server]\nhost = 127.0.0.1\nport = 0\n";

    /// <summary>Every command that would run what a configuration names; the daemon itself is one.</summary>
    public static IReadOnlyList<string> Commands => ["serve", "check", "invoke"];

    [TestCaseSource(nameof(Commands))]
    public async Task A_configuration_that_others_can_write_to_is_refused_and_nothing_that_it_names_is_touched(string name)
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");
        Owners.Mode(command.Write("test.conf", ""), "0666");
        Directory.Delete(command.Cache);

        var result = await RunAsync(command, name, Configuration);

        result.Code.Should().Be(name == "check" ? CheckCommand.Failed : CommandProcess.Bad);
        result.Output.Should().BeEmpty();
        result.ErrorLines.Should().ContainSingle().Which.Should().StartWith(
            "nova-pollinate: error: /srv/test.conf belongs to the configuration, and everybody can write to it (mode 0666, ")
            .And.EndWith("run chmod go-w /srv/test.conf.");
        Directory.Exists(command.Cache).Should().BeFalse();
    }

    [TestCaseSource(nameof(Commands))]
    public async Task A_plugin_that_others_can_write_to_is_refused_beside_whatever_else_is_wrong(string name)
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");
        Owners.Mode(Path.Combine(command.Plugins, "Fixture.Dispatch", "Fixture.Dispatch.dll"), "0646");

        var result = await RunAsync(command, name, "[DEFAULT]\nlog_file =\nproviders = settings, nobody_at_all\n[server]\nhost = 127.0.0.1\nport = 0\n");

        result.Code.Should().Be(name == "check" ? CheckCommand.Failed : CommandProcess.Bad);
        result.ErrorLines.Should().HaveCount(2);
        result.ErrorLines[0].Should().StartWith("nova-pollinate: error: /srv/plugins/Fixture.Dispatch/Fixture.Dispatch.dll belongs to the plugin 'Fixture.Dispatch', ")
            .And.EndWith("run chmod go-w /srv/plugins/Fixture.Dispatch/Fixture.Dispatch.dll.");
        result.ErrorLines[1].Should().Contain("'nobody_at_all' was not found");
    }

    [Test]
    public async Task Folders_of_plugins_that_others_can_write_to_are_refused_whether_they_hold_anything_or_not()
    {
        using var command = new CommandUnderTest();
        Directory.CreateDirectory(command.Plugins);
        Owners.Mode(command.Plugins, "1777");

        var result = await RunAsync(command, "check", "");

        result.ErrorLines.Should().ContainSingle().Which.Should().StartWith(
            "nova-pollinate: error: /srv/plugins belongs to the plugins in /srv/plugins, and everybody can write to it (mode 1777, ");
        result.Code.Should().Be(CheckCommand.Failed);
    }

    [Test]
    public async Task A_plugin_that_nobody_lists_is_nobodys_concern()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch", "Fixture.Prints");
        Owners.Mode(Path.Combine(command.Plugins, "Fixture.Prints"), "0777");

        var result = await RunAsync(command, "check", "[DEFAULT]\nproviders = settings\n");

        result.Errors.Should().BeEmpty();
        result.Code.Should().Be(0);
    }

    [Test]
    public async Task Everything_is_said_at_once_and_not_without_end()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");
        Owners.Mode(command.Write("test.conf", ""), "0666");
        foreach (var number in Enumerable.Range(100, 30))
            Owners.Mode(command.Write($"plugins/Fixture.Dispatch/texts/{number}.txt", ""), "0666");

        var result = await RunAsync(command, "check", Configuration);

        result.ErrorLines.Should().HaveCount(1 + 10 + 1);
        result.ErrorLines[0].Should().Contain("/srv/test.conf ");
        result.ErrorLines[1].Should().Contain("/srv/plugins/Fixture.Dispatch/texts/100.txt ");
        result.ErrorLines[^1].Should().Contain("Others can write to 20 more files and folders that belong or lead to the plugin 'Fixture.Dispatch'");
    }

    [Test]
    public async Task A_folder_of_configuration_files_must_not_be_anybodys_to_add_one()
    {
        using var command = new CommandUnderTest();
        var file = command.Write("conf.d/a.conf", "");
        Owners.Mode(Path.GetDirectoryName(file)!, "1777");

        var result = await command.RunAsync("", (arguments, streams) => CheckedLines.RunAsync(
            arguments with { Paths = [.. arguments.Paths, new(IsDirectory: true, "conf.d")] }, streams));

        result.ErrorLines.Should().ContainSingle().Which.Should().StartWith("nova-pollinate: error: /srv/conf.d belongs to the configuration, ");
    }

    [Test]
    public async Task Providers_are_listed_all_the_same_with_what_is_wrong()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch", "Fixture.Prints");
        Owners.Mode(command.Write("test.conf", ""), "0666");
        Owners.Mode(Path.Combine(command.Plugins, "Fixture.Prints", "Fixture.Prints.dll"), "0666");

        var result = await ListAsync(command, "[DEFAULT]\nproviders = settings, printing\n");

        result.Code.Should().Be(1);
        result.ErrorLines.Should().ContainSingle().Which.Should().StartWith("nova-pollinate: error: /srv/test.conf belongs to the configuration, ");
        result.OutputLines[1].Should().StartWith("1  settings  ready ");
        result.OutputLines[2].Should().StartWith("2  printing  unusable ");
        result.OutputLines[3].Should().StartWith("   /srv/plugins/Fixture.Prints/Fixture.Prints.dll belongs to the plugin 'Fixture.Prints', and everybody ");
    }

    [Test]
    public async Task With_insecure_file_permissions_they_are_warnings()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");
        Owners.Mode(Path.Combine(command.Plugins, "Fixture.Dispatch"), "0777");

        var check = await RunAsync(command, "check", "[DEFAULT]\nproviders = settings\ninsecure_file_permissions = true\n");
        var list = await ListAsync(command, "[DEFAULT]\nproviders = settings\ninsecure_file_permissions = true\n");

        check.ErrorLines.Should().ContainSingle().Which.Should().StartWith("nova-pollinate: warning: /srv/plugins/Fixture.Dispatch belongs to the plugin ");
        check.Code.Should().Be(0);
        list.OutputLines[1].Should().StartWith("1  settings  ready ");
        list.Code.Should().Be(0);
    }

    [Test]
    public async Task A_file_that_others_can_write_to_can_not_allow_it_to_itself_and_the_environment_can()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");
        Owners.Mode(command.Write("test.conf", ""), "0666");

        var file = await RunAsync(command, "check", "[DEFAULT]\nproviders = settings\ninsecure_file_permissions = true\n");
        var environment = await command.RunAsync("[DEFAULT]\nproviders = settings\n", (arguments, streams) => CheckedLines.RunAsync(
            arguments with { Environment = new Dictionary<string, string> { ["OS_DEFAULT__INSECURE_FILE_PERMISSIONS"] = "true" } },
            streams));

        file.Code.Should().Be(2);
        file.ErrorLines[1].Should().StartWith("nova-pollinate: error: [DEFAULT] insecure_file_permissions has no effect in /srv/test.conf, since others can write to that");
        environment.ErrorLines.Should().ContainSingle().Which.Should().StartWith("nova-pollinate: warning: /srv/test.conf ");
        environment.Code.Should().Be(0);
    }

    [Test]
    public async Task A_reload_is_refused_while_others_can_write_and_the_old_generation_stays()
    {
        await using var daemon = await ReloadableDaemon.StartAsync();
        daemon.Plugins.RenameInto(2);
        Owners.Mode(daemon.Plugins.Assembly, "0666");

        (await daemon.FailToReloadAsync()).Should().Contain($"{daemon.Plugins.Assembly} belongs to the plugin 'Fixture.Versions', and everybody can write to it (mode 0666, ");
        (await daemon.VersionAsync()).Should().Be(1);

        Owners.Mode(daemon.Plugins.Assembly, "0644");
        Owners.Mode(daemon.Folder.Combine("daemon.conf"), "0666");
        (await daemon.FailToReloadAsync()).Should().Contain("daemon.conf belongs to the configuration, ");

        Owners.Mode(daemon.Folder.Combine("daemon.conf"), "0644");
        await daemon.ReloadAsync();
        (await daemon.VersionAsync()).Should().Be(2);
    }

    [Test]
    public async Task Where_the_file_system_is_mounted_read_only_the_mode_does_not_matter()
    {
        if (!Owners.AreMineToSet || await RunAsync("unshare", "--mount", "true") is not { Code: 0 })
            Assert.Ignore("Only root can mount, and only where that is allowed.");
        using var folder = new TemporaryFolder();
        Owners.Mode(folder.Write("mounted/daemon.conf", $"[DEFAULT]\nauth_strategy = noauth\nplugins_cache_dir = {folder.Combine("cache")}\n[server]\nhost = 127.0.0.1\n"), "0644");
        var mounted = folder.Combine("mounted");
        // As Kubernetes mounts a ConfigMap or a Secret.
        Owners.Mode(mounted, "0777");
        string[] check = ["dotnet", Path.Combine(AppContext.BaseDirectory, "nova-pollinate.dll"), "check", "--json", "--config-file", Path.Combine(mounted, "daemon.conf"), "--config-dir", mounted];

        var writable = await RunAsync(check[0], check[1..]);
        var readOnly = await RunAsync("unshare", ["--mount", "sh", "-c", $"mount --bind {mounted} {mounted} && mount -o remount,bind,ro {mounted} && exec \"$@\"", "sh", .. check]);

        writable.Output.Should().Contain($"{mounted} leads to the configuration, and everybody can write to it (mode 0777, ");
        writable.Code.Should().Be(CheckCommand.Failed);
        readOnly.Output.Should().NotContain("can write to");
        readOnly.Code.Should().Be(0, because: readOnly.Output);
    }

    private static async Task<CommandResult> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }

    private static Task<CommandResult> ListAsync(CommandUnderTest command, string configuration) =>
        command.RunAsync(configuration, (arguments, streams) => Task.FromResult(ProvidersCommand.Run(arguments, all: false, json: false, streams)));

    private static Task<CommandResult> RunAsync(CommandUnderTest command, string name, string configuration)
    {
        Func<ConfigurationArguments, CommandStreams, Task<int>> run = name switch
        {
            "serve" => async (arguments, streams) =>
            {
                using var stop = new CancellationTokenSource();
                return await ServeCommand.RunAsync(arguments, streams.Errors, _ => stop.Cancel(), stop.Token);
            },
            "check" => CheckedLines.RunAsync,
            _ => (arguments, streams) => InvokeCommand.RunAsync(
                arguments, command.Write("request.json", """{"project-id":"p1"}"""), [], cloudInit: false, streams, CancellationToken.None),
        };
        return command.RunAsync(configuration, run);
    }
}
