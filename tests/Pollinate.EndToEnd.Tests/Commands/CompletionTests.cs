using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Commands;

/// <summary>What shells propose with the scripts of <c>nova-pollinate completion</c>. Bash has tests in process.</summary>
internal sealed class CompletionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly (string Line, string[] Proposed)[] Questions =
    [
        ("nova-pollinate ch", ["check"]),
        ("nova-pollinate config ", ["show"]),
        ("nova-pollinate check --o", ["--offline"]),
        ("nova-pollinate --config-file b.conf config show --s", ["--show-secrets"]),
        ("nova-pollinate genconfig --format ", ["ini", "json", "markdown"]),
        ("nova-pollinate completion ", ["bash", "fish", "zsh"]),
        ("nova-pollinate check --config-file b", ["b.conf"]),
        ("nova-pollinate invoke --config-file b.conf --provider ", ["one", "two"]),
    ];

    private DirectoryInfo _folder = null!;

    [SetUp]
    public async Task SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("nova-pollinate-");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "b.conf"), "[DEFAULT]\nproviders = one, two\n");
    }

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [Test]
    public async Task Fish_proposes_commands_options_choices_files_and_providers()
    {
        await DebianPackages.RequireAsync("fish");
        var script = await ScriptAsync("fish");

        foreach (var (line, proposed) in Questions)
        {
            var output = await RunAsync("/usr/bin/fish", "--no-config", "-c", $"cd {_folder.FullName}; source {script}; complete -C '{line}'");
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split('\t')[0]).Should().BeEquivalentTo(proposed, because: line);
        }
    }

    [Test]
    public async Task Zsh_proposes_commands_options_choices_files_and_providers()
    {
        await DebianPackages.RequireAsync("zsh");
        var script = await ScriptAsync("zsh");
        var ask = Path.Combine(AppContext.BaseDirectory, "Commands", "complete.zsh");

        foreach (var (line, proposed) in Questions)
        {
            var output = await RunAsync("/usr/bin/zsh", "-f", ask, script, _folder.FullName, line);
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Should().BeEquivalentTo(proposed, because: line);
        }
    }

    private async Task<string> ScriptAsync(string shell)
    {
        var script = Path.Combine(_folder.FullName, $"completion.{shell}");
        await File.WriteAllTextAsync(script, await RunAsync(Repository.Executable, "completion", shell));
        return script;
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        await using var process = ChildProcess.Start(program, arguments, new Dictionary<string, string?>
        {
            ["PATH"] = $"{Repository.PublishedFolder}:{Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = _folder.FullName,
            ["XDG_DATA_HOME"] = null,
            ["XDG_CONFIG_HOME"] = null,
            ["TERM"] = "xterm",
        });
        (await process.WaitAsync(Patience)).Should().Be(0, because: process.Output + process.Errors);
        return process.Output;
    }
}
