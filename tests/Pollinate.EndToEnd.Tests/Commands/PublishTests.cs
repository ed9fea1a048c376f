using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Commands;

/// <summary>What <c>./build.sh publish</c> leaves.</summary>
internal sealed class PublishTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public void The_published_folder_holds_the_daemon_its_plugins_and_the_sample_and_no_contract_among_the_plugins()
    {
        File.Exists(Repository.Executable).Should().BeTrue();
        File.ReadAllText(Path.Combine(Repository.PublishedFolder, "nova-pollinate.conf.sample"))
            .Should().Be(File.ReadAllText(Path.Combine(Repository.Root, "nova-pollinate.conf.sample")));
        var plugins = Directory.EnumerateDirectories(Path.Combine(Repository.PublishedFolder, "plugins")).ToList();
        plugins.Select(Path.GetFileName).Should().BeEquivalentTo(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "Providers"), "*.csproj", SearchOption.AllDirectories)
                .Select(Path.GetFileNameWithoutExtension));
        foreach (var plugin in plugins)
        {
            var name = Path.GetFileName(plugin);
            File.Exists(Path.Combine(plugin, $"{name}.dll")).Should().BeTrue();
            File.Exists(Path.Combine(plugin, $"{name}.deps.json")).Should().BeTrue();
            File.Exists(Path.Combine(plugin, "Pollinate.Abstractions.dll")).Should().BeFalse();
        }
    }

    [Test]
    public async Task No_published_file_tells_where_it_was_built()
    {
        var root = System.Text.Encoding.UTF8.GetBytes(Repository.Root + "/");
        foreach (var file in Directory.EnumerateFiles(Repository.PublishedFolder, "*ollinate*", SearchOption.AllDirectories))
            (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(root).Should().Be(-1, because: file);
    }

    [Test]
    public async Task The_published_sample_is_a_configuration_that_can_be_shown()
    {
        await using var show = await ChildProcess.RunAsync(
            Repository.Executable,
            ["config", "show", "--json", "--config-file", Path.Combine(Repository.PublishedFolder, "nova-pollinate.conf.sample")],
            Patience);

        show.Output.Should().Contain("\"auth_strategy\"");
        show.Errors.Should().BeEmpty();
    }

    [Test]
    public async Task A_configuration_that_cannot_be_served_ends_the_daemon_with_every_reason_and_the_exit_code_1()
    {
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-");
        try
        {
            var file = Path.Combine(folder.FullName, "bad.conf");
            await File.WriteAllTextAsync(file, "[DEFAULT]\nproviders = No.Such.Provider\n[server]\nport = 99999\n");
            await using var daemon = ChildProcess.Start(
                Repository.Executable,
                ["--config-file", file, "--config-dir", folder.FullName],
                new Dictionary<string, string?> { ["CACHE_DIRECTORY"] = folder.FullName });

            (await daemon.WaitAsync(Patience)).Should().Be(1);
            daemon.Errors.Should().Contain("auth_type is not set").And.Contain("port").And.Contain("No.Such.Provider");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
