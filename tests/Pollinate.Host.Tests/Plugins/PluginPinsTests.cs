using System.Diagnostics;
using System.Text.RegularExpressions;
using Pollinate.Host.Commands;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Commands;
using Pollinate.Host.Tests.Generations;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Plugins;

internal sealed partial class PluginPinsTests
{
    private const string Settings = "[DEFAULT]\nproviders = settings\n";

    [Test]
    public async Task The_hash_is_what_the_command_in_the_documents_prints()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "One/One.dll", "One/a b.dll", "One/a/b", "One/a-b", "One/.hidden", "One/-n", "One/é\\n", "One/\uFF41", "One/\U0001F512", "One/line\nfeed" })
            folder.Write(name, name);
        folder.Write("libraries/x/lib.dll", "linked");
        Directory.CreateSymbolicLink(folder.Combine("One/libraries"), folder.Combine("libraries"));
        File.CreateSymbolicLink(folder.Combine("One/link.dll"), folder.Combine("libraries/x/lib.dll"));
        var documented = Command().Match(await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "plugins.md"))).Groups[1].Value;
        documented.Should().NotBeEmpty();

        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", documented]) { WorkingDirectory = folder.Combine("One"), RedirectStandardOutput = true })!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0);
        PluginDigest.Of(folder.Combine("One")).Should().Be(printed.Split(' ')[0]);
    }

    [Test]
    public async Task What_pin_prints_lets_the_plugins_be_loaded_that_it_was_printed_for()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch", "Fixture.Prints");

        var line = await PinAsync(command, "[DEFAULT]\nproviders = settings, echo, printing\n");
        var check = await CheckAsync(command, $"[DEFAULT]\nproviders = settings, echo, printing\n[plugins]\n{line}");

        line.Should().MatchRegex("^sha256 = Fixture\\.Dispatch:[0-9a-f]{64}, Fixture\\.Prints:[0-9a-f]{64}\n$");
        check.Errors.Should().BeEmpty();
        check.Code.Should().Be(0);
    }

    [Test]
    public async Task Only_the_plugins_that_are_needed_are_pinned_or_all_there_are()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch", "Fixture.Prints");

        (await PinAsync(command, Settings)).Should().MatchRegex("^sha256 = Fixture\\.Dispatch:[0-9a-f]{64}\n$");
        (await PinAsync(command, Settings, all: true)).Should().MatchRegex("^sha256 = Fixture\\.Dispatch:[0-9a-f]{64}, Fixture\\.Prints:[0-9a-f]{64}\n$");
    }

    [Test]
    public async Task A_plugin_that_differs_in_any_file_is_refused_with_both_hashes()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");
        var pinned = await PinAsync(command, Settings);
        command.Write("plugins/Fixture.Dispatch/added.txt", "x");
        var changed = await PinAsync(command, Settings);

        var check = await CheckAsync(command, $"{Settings}[plugins]\n{pinned}");
        var list = await ListAsync(command, $"{Settings}[plugins]\n{pinned}");

        check.Code.Should().Be(CheckCommand.Failed);
        check.ErrorLines.Should().ContainSingle().Which.Should().Be(
            $"nova-pollinate: error: The plugin 'Fixture.Dispatch' in /srv/plugins/Fixture.Dispatch is another than [plugins] sha256 has: expected {Digits(pinned)}, " +
            $"found {Digits(changed)}; if it is the one that is meant, set the line that nova-pollinate providers --pin prints.");
        list.OutputLines[1].Should().StartWith("1  settings  unusable ");
        list.OutputLines[2].Should().Contain($"expected {Digits(pinned)}, found {Digits(changed)};");
        list.Code.Should().Be(1);
    }

    [Test]
    public async Task A_plugin_that_is_loaded_has_to_be_named()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch", "Fixture.Prints");
        var pinned = await PinAsync(command, Settings);

        var check = await CheckAsync(command, $"[DEFAULT]\nproviders = settings, printing\n[plugins]\n{pinned}");

        check.Code.Should().Be(CheckCommand.Failed);
        check.ErrorLines.Should().ContainSingle().Which.Should().Contain(
            "The plugin 'Fixture.Prints' in /srv/plugins/Fixture.Prints is not in [plugins] sha256, which has to name every plugin that is loaded");
    }

    [Test]
    public async Task A_name_may_have_several_hashes_so_that_the_next_version_can_be_pinned_before_it_comes()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");
        var first = await PinAsync(command, Settings);
        command.Write("plugins/Fixture.Dispatch/added.txt", "x");
        var second = await PinAsync(command, Settings);
        var both = $"{Settings}[plugins]\nsha256 = {Item(first)}, {Item(second).Replace(":", " : ").ToUpperInvariant().Replace("FIXTURE.DISPATCH", "Fixture.Dispatch")}\n";

        (await CheckAsync(command, both)).Code.Should().Be(0);
        File.Delete(Path.Combine(command.Plugins, "Fixture.Dispatch", "added.txt"));
        (await CheckAsync(command, both)).Code.Should().Be(0);
    }

    [TestCase("Fixture.Dispatch")]
    [TestCase("Fixture.Dispatch:0123")]
    [TestCase(":e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [TestCase("Fixture.Dispatch:z3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public async Task What_is_no_pin_is_said_and_lets_nothing_be_loaded(string item)
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var check = await CheckAsync(command, $"{Settings}[plugins]\nsha256 = {item}\n");

        check.Code.Should().Be(CheckCommand.Failed);
        check.ErrorLines[0].Should().StartWith($"nova-pollinate: error: [plugins] sha256: '{item}' is not Name:hash, ");
        check.ErrorLines[1].Should().Contain("is not in [plugins] sha256");
    }

    [Test]
    public async Task Nothing_is_pinned_that_someone_else_may_have_written_or_that_is_not_there()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");
        Owners.Mode(Path.Combine(command.Plugins, "Fixture.Dispatch", "Fixture.Dispatch.dll"), "0666");

        var writable = await RunPinAsync(command, "[DEFAULT]\nproviders = settings, nobody_at_all\n", all: false);
        var empty = await RunPinAsync(command, "", all: false);

        writable.Code.Should().Be(1);
        writable.Output.Should().BeEmpty();
        writable.ErrorLines.Should().HaveCount(2);
        writable.Errors.Should().Contain("run chmod go-w /srv/plugins/Fixture.Dispatch/Fixture.Dispatch.dll").And.Contain("'nobody_at_all' was not found");
        empty.Should().Be(new CommandResult(1, "", "nova-pollinate: error: There is no plugin to pin: [DEFAULT] providers needs none.\n"));
    }

    [Test]
    public async Task A_reload_loads_another_version_only_when_it_is_pinned()
    {
        await using var daemon = await ReloadableDaemon.StartAsync();
        daemon.Configure($"[plugins]\n{PluginPins.Line([Folder(daemon)])}");
        await daemon.ReloadAsync();
        daemon.Plugins.RenameInto(2);

        (await daemon.FailToReloadAsync()).Should().Contain("The plugin 'Fixture.Versions' in ").And.Contain("is another than [plugins] sha256 has: expected ");
        (await daemon.VersionAsync()).Should().Be(1);

        daemon.Configure($"[plugins]\n{PluginPins.Line([Folder(daemon)])}");
        await daemon.ReloadAsync();
        (await daemon.VersionAsync()).Should().Be(2);
    }

    [Test]
    public async Task A_change_that_is_watched_for_loads_nothing_that_is_not_pinned_and_nothing_that_others_can_write_to()
    {
        await using var daemon = await ReloadableDaemon.StartAsync();
        daemon.Plugins.RenameInto(2);
        var pins = PluginPins.Line([Folder(daemon)]);
        daemon.Plugins.RenameInto(1);
        daemon.Configure($"[plugins]\n{pins}, {Item(PluginPins.Line([Folder(daemon)]))}\n[DEFAULT]\nplugins_watch = true");
        await daemon.ReloadAsync();

        await File.WriteAllTextAsync(Path.Combine(daemon.Plugins.Folder, "added.txt"), "x");
        await Eventually.TrueAsync(() => daemon.Log.Contains("is another than [plugins] sha256 has: expected ", StringComparison.Ordinal));
        (await daemon.VersionAsync()).Should().Be(1);

        File.Delete(Path.Combine(daemon.Plugins.Folder, "added.txt"));
        Owners.Mode(daemon.Plugins.Assembly, "0666");
        daemon.Plugins.CopyOver(2);
        await Eventually.TrueAsync(() => daemon.Log.Contains("and everybody can write to it (mode 0666, ", StringComparison.Ordinal));
        (await daemon.VersionAsync()).Should().Be(1);

        var before = daemon.Reloads;
        Owners.Mode(daemon.Plugins.Assembly, "0644");
        await Eventually.TrueAsync(() => daemon.Reloads > before);
        (await daemon.VersionAsync()).Should().Be(2);
    }

    [Test]
    public void What_is_pinned_is_the_copy_that_is_loaded_and_not_what_the_folder_holds_before_or_after()
    {
        using var folder = new TemporaryFolder();
        using var store = PluginStore.Open(folder.Combine("cache"));
        folder.Write("plugins/One/One.dll", "1");
        var plugin = new PluginFolder("One", folder.Combine("plugins/One"));
        var trust = Trust(plugin);

        var copy = trust.Copy(plugin, one =>
        {
            var added = store.Add(one);
            folder.Write("plugins/One/One.dll", "2");
            return added;
        });
        File.ReadAllText(copy.AssemblyPath).Should().Be("1");

        folder.Write("plugins/One/One.dll", "1");
        var early = () => trust.Copy(plugin, one =>
        {
            folder.Write("plugins/One/One.dll", "2");
            var added = store.Add(one);
            folder.Write("plugins/One/One.dll", "1");
            return added;
        });
        early.Should().Throw<PluginException>().WithMessage("The plugin 'One' in * is another than *: expected *, found *");
    }

    [Test]
    public void A_plugin_that_others_can_write_to_once_it_is_copied_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var store = PluginStore.Open(folder.Combine("cache"));
        var assembly = folder.Write("plugins/One/One.dll", "1");
        var plugin = new PluginFolder("One", folder.Combine("plugins/One"));

        var copy = () => PluginTrust.Default.Copy(plugin, one =>
        {
            Owners.Mode(assembly, "0666");
            return store.Add(one);
        });

        copy.Should().Throw<PluginException>().WithMessage($"{assembly} belongs to the plugin 'One', and everybody can write to it*");
    }

    private static PluginTrust Trust(PluginFolder plugin) =>
        new(checksPermissions: true, PluginPins.Of(new() { Sha256 = [Item(PluginPins.Line([plugin]))] }));

    private static PluginFolder Folder(ReloadableDaemon daemon) => new(VersionedPlugin.Name, daemon.Plugins.Folder);

    private static string Item(string line) => line["sha256 = ".Length..].Trim();

    private static string Digits(string line) => Item(line).Split(':')[1][..12] + "…";

    private static async Task<string> PinAsync(CommandUnderTest command, string configuration, bool all = false)
    {
        var result = await RunPinAsync(command, configuration, all);
        result.Errors.Should().BeEmpty();
        result.Code.Should().Be(0);
        return result.Output;
    }

    private static Task<CommandResult> RunPinAsync(CommandUnderTest command, string configuration, bool all) =>
        command.RunAsync(configuration, (arguments, streams) => Task.FromResult(ProvidersCommand.Pin(arguments, all, streams)));

    private static Task<CommandResult> CheckAsync(CommandUnderTest command, string configuration) =>
        command.RunAsync(configuration, CheckedLines.RunAsync);

    private static Task<CommandResult> ListAsync(CommandUnderTest command, string configuration) =>
        command.RunAsync(configuration, (arguments, streams) => Task.FromResult(ProvidersCommand.Run(arguments, all: false, json: false, streams)));

    [GeneratedRegex(@"^\$ (find -L .*)$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
