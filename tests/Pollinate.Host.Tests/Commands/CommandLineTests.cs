using System.CommandLine;
using System.Text.RegularExpressions;
using Pollinate.Host.Commands;
using Pollinate.Host.Commands.Help;
using Pollinate.Host.Commands.Manual;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Commands;

/// <summary>What all commands have: help, exit codes, usage errors, manual pages.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed partial class CommandLineTests
{
    /// <summary>Every command as it is called, the executable alone first.</summary>
    public static IEnumerable<string> Commands => Walk(CommandLine.Create(), "").Where(command => command.Command is IDocumented).Select(command => command.Path);

    [Test]
    public void The_commands_are_these() => Commands.Should().Equal(
        "", "check", "providers", "invoke", "config show", "genconfig", "completion", "version");

    [TestCaseSource(nameof(Commands))]
    public async Task Help_has_usage_options_exit_codes_and_an_example(string command)
    {
        var (output, errors, code) = await RunAsync([.. Words(command), "--help"]);

        code.Should().Be(0);
        errors.Should().BeEmpty();
        output.Should().Contain($"Usage:\n  nova-pollinate{(command.Length == 0 ? "" : " " + command)} ")
            .And.Contain("\nOptions:\n").And.Contain("--config-file <FILE>")
            .And.MatchRegex("\nExit codes:\n  0  ").And.MatchRegex("\nExamples?:\n  .+\n    .*nova-pollinate");
        output.Split('\n').Should().OnlyContain(line => line.Length <= 100);
    }

    [TestCaseSource(nameof(Commands))]
    public void Every_option_says_what_it_does(string command)
    {
        foreach (var option in Find(command).Options)
            option.Description.Should().EndWith(".", because: option.Name);
    }

    [TestCase("chek", "Unrecognized command or argument 'chek'; did you mean check?", "nova-pollinate --help")]
    [TestCase("invoke", "Option '--context' is required.", "nova-pollinate invoke --help")]
    [TestCase("config show --jsno", "Unrecognized command or argument '--jsno'; did you mean --json?", "nova-pollinate config show --help")]
    [TestCase("check --timeout 0", "--timeout takes a number of seconds above 0, 3600 at most.", "nova-pollinate check --help")]
    [TestCase("check --timeout soon", "'soon'", "nova-pollinate check --help")]
    [TestCase("genconfig --wrap-width -1", "--wrap-width takes a number of characters, or 0.", "nova-pollinate genconfig --help")]
    [TestCase("genconfig --format xml", "'xml'", "nova-pollinate genconfig --help")]
    [TestCase("completion tcsh", "'tcsh'", "nova-pollinate completion --help")]
    [TestCase("config", "Required command was not provided.", "nova-pollinate config --help")]
    public async Task A_command_line_that_makes_no_sense_is_one_line_for_each_thing_and_where_help_is(string line, string error, string help)
    {
        var (output, errors, code) = await RunAsync(Words(line));

        code.Should().Be(1);
        output.Should().BeEmpty();
        errors.Should().Contain($"nova-pollinate: error: ").And.Contain(error).And.EndWith($"nova-pollinate: run {help} for what there is.\n");
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCountLessThanOrEqualTo(3);
    }

    [Test]
    public async Task A_command_that_was_mistyped_is_suggested() =>
        (await RunAsync("provider")).Errors.Should().StartWith("nova-pollinate: error: Unrecognized command or argument 'provider'; did you mean providers?\n");

    [TestCase("version")]
    [TestCase("--version")]
    public async Task The_version_is_that_of_the_build(string argument)
    {
        var (output, _, code) = await RunAsync(argument);

        code.Should().Be(0);
        output.Should().MatchRegex(@"\Anova-pollinate 0\.1\.0(\+[0-9a-f]+)?\ncontract of plugins 1\.0\.0\.0\n\.NET 10\.\d+\.\d+\n\z");
    }

    [Test]
    public async Task The_page_about_commands_has_every_command_with_every_option_and_exit_code()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs/commands.md"));
        foreach (var path in Commands)
        {
            var command = Find(path);
            var section = Section(page, path.Length == 0 ? "## nova-pollinate\n" : $"## nova-pollinate {path}\n");
            foreach (var option in command.Options.Where(option => !option.Recursive || path.Length == 0).Where(option => option.Name is not "--help" and not "--version"))
                section.Should().Contain($"`{option.Name}", because: $"{path} has it");
            foreach (var code in ((IDocumented)command).Manual.ExitCodes)
                section.Should().Contain($"| {code.Code} | {code.Meaning} |", because: $"{path} says so");
        }
    }

    [Test]
    public async Task The_manual_page_of_the_commands_has_each_with_its_options()
    {
        var page = Plain((await RunAsync("man", "8")).Output);

        page.Should().StartWith(".TH NOVA-POLLINATE 8 20").And.Contain("\nnova-pollinate - serves OpenStack Nova's dynamic vendordata\n");
        foreach (var path in Commands.Skip(1))
        {
            page.Should().Contain($".SS \"nova-pollinate {path}\"");
            foreach (var option in Find(path).Options)
                page.Should().Contain(option.Name);
        }

        foreach (var heading in new[] { "SYNOPSIS", "SIGNALS", "EXIT STATUS", "ENVIRONMENT", "FILES", "SEE ALSO" })
            page.Should().Contain($"\n.SH {heading}\n");
    }

    [Test]
    public async Task The_manual_page_of_the_configuration_has_every_option()
    {
        var page = Plain((await RunAsync("man", "5")).Output);

        foreach (var group in OptionRecords.Groups)
        {
            page.Should().Contain($"\n.SS \"[{group.Name}]\"\n");
            foreach (var option in group.Options)
                page.Should().Contain($"\n.TP\n\\fB{option.Name}\\fR\n", because: option.DisplayName);
        }
    }

    [TestCase("0", "1970-01-01")]
    [TestCase("1767225600", "2026-01-01")]
    public void Manual_pages_are_dated_by_their_sources(string source, string date) => ManCommand.Date(source).Should().Be(date);

    [TestCase("bash")]
    [TestCase("zsh")]
    [TestCase("fish")]
    public async Task Completion_leaves_out_what_nobody_types(string shell)
    {
        var (output, _, code) = await RunAsync("completion", shell);

        code.Should().Be(0);
        output.Should().NotContain(" man ").And.NotContain("'man").And.NotContain("-a man").And.NotContain("/h").And.NotContain("-?");
        foreach (var path in Commands.Skip(1))
            output.Should().Contain(path.Split(' ')[^1]);
    }

    [Test]
    public async Task Bash_proposes_commands_options_choices_files_and_providers()
    {
        using var folder = new TemporaryFolder();
        folder.Write("b.conf", "[DEFAULT]\nproviders = one, two\n");
        var script = folder.Write("completion", (await RunAsync("completion", "bash")).Output);
        var command = folder.Write("nova-pollinate", $"#!/bin/sh\nexec dotnet {Path.Combine(AppContext.BaseDirectory, "nova-pollinate.dll")} \"$@\"\n");
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var asked = new BashUnderTest(script, command, folder.Path);

        (await asked.CompleteAsync("")).Should().Contain(["check", "config", "--config-file", "--help"]).And.NotContain("man");
        (await asked.CompleteAsync("ch")).Should().Equal("check");
        (await asked.CompleteAsync("config", "")).Should().Contain("show").And.NotContain("check");
        (await asked.CompleteAsync("check", "--")).Should().Contain(["--json", "--offline", "--strict", "--timeout", "--config-dir"]).And.NotContain("--context");
        (await asked.CompleteAsync("--config-file", "x.conf", "check", "--js")).Should().Equal("--json");
        (await asked.CompleteAsync("genconfig", "--format", "")).Should().Equal("ini", "json", "markdown");
        (await asked.CompleteAsync("genconfig", "--format", "=", "js")).Should().Equal("json");
        (await asked.CompleteAsync("completion", "")).Should().Contain(["bash", "zsh", "fish"]);
        (await asked.CompleteAsync("check", "--config-file", "b")).Should().Equal("b.conf");
        (await asked.CompleteAsync("check", "--config-dir", "b")).Should().BeEmpty();
        (await asked.CompleteAsync("check", "--timeout", "")).Should().BeEmpty();
        (await asked.CompleteAsync("invoke", "--config-file", "b.conf", "--provider", "")).Should().Equal("one", "two");
        (await asked.CompleteAsync("invoke", "--config-file", "=", "b.conf", "--provider", "=", "t")).Should().Equal("two");
        (await asked.CompleteAsync("invoke", "--config-file", "missing.conf", "--provider", "")).Should().BeEmpty();
    }

    private static string Plain(string roff) => roff.Replace(@"\-", "-", StringComparison.Ordinal).Replace(@"\(aq", "'", StringComparison.Ordinal);

    private static string Section(string page, string heading)
    {
        var begin = page.IndexOf(heading, StringComparison.Ordinal);
        begin.Should().BeGreaterThan(0, because: $"there is {heading}");
        return NextHeading().Split(page[(begin + heading.Length)..])[0];
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Command Find(string path) =>
        Words(path).Aggregate((Command)CommandLine.Create(), (command, name) => command.Subcommands.Single(part => part.Name == name));

    private static IEnumerable<(Command Command, string Path)> Walk(Command command, string path)
    {
        yield return (command, path);
        foreach (var part in command.Subcommands.Where(part => !part.Hidden).SelectMany(part => Walk(part, $"{path} {part.Name}".TrimStart())))
            yield return part;
    }

    private static async Task<(string Output, string Errors, int Code)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(arguments, new() { Output = output, Error = errors });
        return (output.ToString(), errors.ToString(), code);
    }

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex NextHeading();
}
