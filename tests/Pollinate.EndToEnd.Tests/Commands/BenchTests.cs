using System.Text.Json.Nodes;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Commands;

/// <summary>The harness that <c>./build.sh bench</c> runs, with the rows that need no load.</summary>
internal sealed class BenchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private DirectoryInfo _folder = null!;

    private string Temporary => Path.Combine(_folder.FullName, "tmp");

    private string Output => Path.Combine(_folder.FullName, "bench");

    /// <summary>What the harness has left, its processes' included, beside the runtime's own.</summary>
    private IEnumerable<string> Left => Directory.EnumerateFileSystemEntries(Temporary)
        .Where(path => !Path.GetFileName(path).StartsWith("dotnet-diagnostic-", StringComparison.Ordinal) &&
            !Path.GetFileName(path).StartsWith("clr-debug-pipe-", StringComparison.Ordinal));

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("nova-pollinate-");
        Directory.CreateDirectory(Temporary);
    }

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [Test]
    public async Task A_row_is_measured_in_turn_and_reported_for_people_and_programs()
    {
        await using var harness = Start("--quick", "--rows", "start");
        // Whether the target is met on this machine at this moment is not what is asked here.
        (await harness.WaitAsync(Patience)).Should().BeOneOf([0, 1], because: harness.Errors);

        var row = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Output, "report.json")))!["rows"]!.AsArray().Single()!;
        row["failure"].Should().BeNull(because: harness.Output);
        var figure = row["figures"]!.AsArray().Single()!;
        ((string?)figure["name"]).Should().Be("start");
        ((double)figure["daemon"]!["minimum"]!).Should().BePositive();
        ((double)figure["value"]!["median"]!).Should().BePositive();
        (await File.ReadAllTextAsync(Path.Combine(Output, "report.md"))).Should().Contain("| start | to the first 200 |");
        Left.Should().BeEmpty();
    }

    [Test]
    public async Task What_the_harness_started_ends_with_it_when_it_is_interrupted()
    {
        await using var harness = Start("--rows", "idle-memory");
        // The cloud, and the daemon that idles.
        await Eventually.WaitForAsync("the daemon to idle", Patience, () => Task.FromResult(
            harness.HasEnded || Left.Any(folder => File.Exists(Path.Combine(folder, "nova-pollinate.conf")))));
        harness.HasEnded.Should().BeFalse(because: harness.Output + harness.Errors);

        await harness.SignalAsync("INT");

        (await harness.WaitAsync(Patience)).Should().Be(130);
        harness.Errors.Should().Contain("Stopped before it was done");
        // Each has a folder, which goes when the process has gone.
        Left.Should().BeEmpty();
    }

    [Test]
    public async Task A_row_that_there_is_not_is_refused_at_once()
    {
        await using var harness = Start("--rows", "strat");

        (await harness.WaitAsync(Patience)).Should().Be(1);
        harness.Errors.Should().StartWith("--rows names strat, and there are auth, ");
    }

    private ChildProcess Start(params string[] arguments) => ChildProcess.Start(
        "dotnet",
        [
            Repository.Harness,
            "--daemon", Repository.Executable,
            "--plugins", Path.Combine(Repository.PublishedFolder, "plugins"),
            "--floor", Repository.BuiltProgram("Pollinate.Floor"),
            "--cloud", Repository.BuiltProgram("Pollinate.SimulatedCloud"),
            "--gauge", Repository.Gauge,
            "--output", Output,
            .. arguments,
        ],
        new Dictionary<string, string?> { ["TMPDIR"] = Temporary });
}
