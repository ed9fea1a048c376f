using System.Text.Json;
using Pollinate.Host.Commands;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Printing;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Configuration;

/// <summary>What <c>nova-pollinate genconfig</c> writes.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class SampleTests
{
    [Test]
    public async Task The_tracked_sample_is_what_genconfig_writes()
    {
        var (output, errors, code) = await RunAsync("genconfig");

        code.Should().Be(0);
        errors.Should().BeEmpty();
        (await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "nova-pollinate.conf.sample"))).Should().Be(
            output, because: "nova-pollinate genconfig --output-file nova-pollinate.conf.sample writes it anew");
    }

    [Test]
    public void An_option_has_all_that_oslo_config_generator_says_of_one()
    {
        var group = new OptionGroupDefinition("server", "flask", "A group of options with a text that is long enough for two lines of a file.",
        [
            new()
            {
                Group = "server", Name = "port", Type = OptionType.Integer, Default = new System.Numerics.BigInteger(8612), Minimum = 0, Maximum = 65535, NeedsRestart = true,
                DeprecatedNames = ["bind_port"], DeprecatedElsewhere = [("DEFAULT", "bind-port"), ("DEFAULT", "listen_port")],
                Help = "TCP port to listen on; 0 takes a free one and logs which, which is for tests of well-known services.",
            },
            new() { Group = "server", Name = "mode", Type = OptionType.Text, Choices = ["fast", ""], ChoiceHelp = new Dictionary<string, string> { ["fast"] = "in no time" }, Help = "How." },
            new() { Group = "server", Name = "old", Type = OptionType.Boolean, Default = true, Unused = "nobody needs it", Help = "Read for compatibility." },
        ]);

        using var sample = new StringWriter();
        SampleWriter.Write(sample, [group]);

        sample.ToString().Should().Be("""
            [server]
            # A group of options with a text that is long enough for two lines of
            # a file.

            #
            # From nova-pollinate
            #

            # TCP port to listen on; 0 takes a free one and logs which, which is
            # for tests of well-known services. (integer value)
            # Minimum value: 0
            # Maximum value: 65535
            # Deprecated group/name - [server]/bind_port
            # Deprecated group/name - [flask]/port
            # Deprecated group/name - [flask]/bind_port
            # Deprecated group/name - [DEFAULT]/listen_port
            #port = 8612

            # How. (string value)
            # Possible values:
            # fast - in no time
            # '' - <No description provided>
            # Note: This option can be changed without restarting.
            # Deprecated group/name - [flask]/mode
            #mode = <None>

            # DEPRECATED: Read for compatibility. (boolean value)
            # Deprecated group/name - [flask]/old
            # This option is deprecated for removal.
            # Its value may be silently ignored in the future.
            # Reason: It has no effect here: nobody needs it.
            #old = true

            """);
    }

    [Test]
    public async Task The_width_of_help_can_be_chosen()
    {
        (await RunAsync("genconfig", "--wrap-width", "0")).Output.Split('\n').Should().Contain(line => line.Length > 200);
        (await RunAsync("genconfig", "--wrap-width", "40")).Output.Split('\n')
            .Where(line => line.StartsWith("# ") && line[2..].Contains(' ') && !line.StartsWith("# Deprecated") && !line.StartsWith("# Note") && !line.StartsWith("# Its value"))
            .Should().OnlyContain(line => line.Length <= 40);
    }

    [Test]
    public async Task Every_option_is_in_the_JSON_with_what_programs_need()
    {
        var json = JsonElement.Parse((await RunAsync("genconfig", "--format", "json")).Output).GetProperty("options");

        json.EnumerateObject().Sum(group => group.Value.GetProperty("opts").GetArrayLength()).Should().Be(OptionRecords.Groups.Sum(group => group.Options.Count));
        var port = json.GetProperty("server").GetProperty("opts").EnumerateArray().Single(option => option.GetProperty("name").GetString() == "port");
        port.GetProperty("min").GetInt64().Should().Be(0);
        port.GetProperty("max").GetInt64().Should().Be(65535);
        port.GetProperty("default").GetString().Should().Be("8612");
        port.GetProperty("mutable").GetBoolean().Should().BeFalse();
        port.GetProperty("deprecated_opts")[0].GetProperty("group").GetString().Should().Be("flask");
    }

    [Test]
    public async Task The_tables_are_those_of_the_page_about_configuration() =>
        (await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs/configuration.md"))).Should().Contain((await RunAsync("genconfig", "--format", "markdown")).Output);

    [Test]
    public async Task With_providers_the_sections_of_those_that_are_installed_follow()
    {
        using var folder = new TemporaryFolder();
        BuiltPlugins.CopyFixture("Fixture.Lookups", folder.Combine("plugins"));
        var file = folder.Write("a.conf", $"[DEFAULT]\nplugins_dir = {folder.Combine("plugins")}\n");

        var (output, _, code) = await RunAsync("genconfig", "--providers", "--config-file", file, "--config-dir", folder.Combine("plugins"));

        code.Should().Be(0);
        output.Should().StartWith((await RunAsync("genconfig")).Output).And.Contain("\n[g_named_secrets]\n").And.Contain("\n#pattern = WINDOWS_PRODUCT_KEY_{host}\n");
    }

    [Test]
    public async Task A_file_that_can_not_be_written_is_an_error()
    {
        var (output, errors, code) = await RunAsync("genconfig", "--output-file", "/no/such/folder/sample");

        code.Should().Be(1);
        output.Should().BeEmpty();
        errors.Should().StartWith("nova-pollinate: error: --output-file: /no/such/folder/sample can't be written: ");
    }

    [Test]
    public async Task A_file_is_written_over_what_is_there()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("sample", new string('x', 1_000_000));

        var (output, _, code) = await RunAsync("genconfig", "--output-file", file);

        code.Should().Be(0);
        output.Should().BeEmpty();
        (await File.ReadAllTextAsync(file)).Should().Be((await RunAsync("genconfig")).Output);
    }

    [TestCase("one two three", 7, "one two|three")]
    [TestCase("well-known-services", 12, "well-known-|services")]
    [TestCase("run chmod go-w /etc/x", 12, "run chmod|go-w /etc/x")]
    [TestCase("a--b and --config-file here", 14, "a--b and|--config-file|here")]
    [TestCase("unbreakableunbreakable x", 5, "unbreakableunbreakable|x")]
    public void Lines_are_broken_as_Python_breaks_them(string text, int width, string lines) =>
        string.Join('|', PythonTextWrap.Lines(text, width)).Should().Be(lines);

    private static async Task<(string Output, string Errors, int Code)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(arguments, new() { Output = output, Error = errors });
        return (output.ToString(), errors.ToString(), code);
    }
}
