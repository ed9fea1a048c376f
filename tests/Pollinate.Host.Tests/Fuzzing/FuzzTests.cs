using Pollinate.Fuzz;
using Pollinate.Fuzz.Inputs;
using Pollinate.Fuzz.Running;
using Pollinate.Fuzz.Targets;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Fuzzing;

/// <summary>The fuzzer over every reader of what others wrote: a few seconds each, always with the same inputs.</summary>
internal sealed class FuzzTests
{
    private const string Seed = "6";

    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<string> Targets => AllTargets.Names;

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCaseSource(nameof(Targets))]
    public async Task Nothing_but_documented_errors_comes_of_any_input_and_memory_and_time_are_bounded(string target)
    {
        var (exitCode, output) = await FuzzProcess.RunAsync(
            "--targets", target, "--seed", Seed, "--inputs", "20000", "--seconds", "2", "--jobs", "1", "--output", _folder.Path);

        exitCode.Should().Be(0, output);
        output.Should().MatchRegex($@"\| {target} \| [1-9][0-9,]+ \| [1-9][0-9]* % \|", "it takes some of its inputs");
        File.ReadAllText(_folder.Combine("report.md")).Should().Contain($"| {target} |");
    }

    [Test]
    public async Task What_was_found_once_is_not_found_again()
    {
        var (exitCode, output) = await FuzzProcess.RunAsync("cases");

        exitCode.Should().Be(0, output);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(
            Directory.GetFiles(Path.Combine(SourceTree.Root, "tests/Pollinate.Fuzz/Cases"), "*", SearchOption.AllDirectories).Length, "each case is run");
    }

    [Test]
    public async Task Eight_times_the_input_costs_about_eight_times_as_much()
    {
        var (exitCode, output) = await FuzzProcess.RunAsync("grow");

        exitCode.Should().Be(0, output);
        output.Split('\n').Select(line => line.Split(',')[0]).Should().Contain(Targets);
    }

    [TestCase("planted-exception", "KeyNotFoundException")]
    [TestCase("planted-overflow", "process ended with")]
    [TestCase("planted-hang", "hang")]
    [TestCase("planted-memory", "memory")]
    public async Task A_bug_that_was_planted_is_found_and_its_input_kept(string target, string signature)
    {
        var (exitCode, output) = await FuzzProcess.RunAsync(
            "--targets", target, "--seed", Seed, "--inputs", "60", "--hang-seconds", "1", "--jobs", "1", "--output", _folder.Path);

        exitCode.Should().Be(1, output);
        output.Should().Contain($"{target}: {signature}").And.Contain($"--targets={target} --seed={Seed} --from=");
        var input = Directory.GetFiles(_folder.Combine("findings", target), "*.input").Should().ContainSingle().Subject;
        File.ReadAllText(input).Should().Contain("\"lease_duration\":[", "that is what the bug waits for");
        if (target != "planted-hang")
            new FileInfo(input).Length.Should().BeLessThan(100, "the rest was left out");
    }

    [Test]
    public async Task A_planted_bug_is_seen_in_its_input_alone()
    {
        var input = _folder.Write("input", "{\"lease_duration\":[]}");

        var (exitCode, output) = await FuzzProcess.RunAsync("replay", "--target", "planted-exception", "--file", input);

        exitCode.Should().Be(1);
        output.Should().Contain("This bug was planted.");
    }

    [Test]
    public async Task A_target_that_does_not_exist_is_named_with_those_that_do()
    {
        var (exitCode, output) = await FuzzProcess.RunAsync("--targets", "nothing", "--output", _folder.Path);

        exitCode.Should().Be(2);
        output.Should().Contain("'nothing'").And.Contain("request-body");
    }

    [TestCaseSource(nameof(Targets))]
    public void The_same_seed_and_number_make_the_same_input(string target)
    {
        var (one, other) = (new InputSource(AllTargets.Make(target)), new InputSource(AllTargets.Make(target)));

        for (var number = 0; number < 200; number++)
            one.Make(7, number).Should().Equal(other.Make(7, number));
        Enumerable.Range(100, 100).Count(number => one.Make(7, number).SequenceEqual(one.Make(8, number)))
            .Should().BeLessThan(50, "another seed makes others");
    }

    [Test]
    public void An_input_is_made_smaller_as_long_as_it_shows_the_same()
    {
        var input = Enumerable.Range(0, 1000).Select(value => (byte)value).ToArray();

        var smaller = Minimiser.Reduce(input, candidate => candidate.Contains((byte)7) && candidate.Contains((byte)200), 2000);

        smaller.Should().Equal(7, 200);
    }
}
