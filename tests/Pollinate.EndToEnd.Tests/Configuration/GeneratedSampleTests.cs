using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Configuration;

/// <summary>What <c>nova-pollinate genconfig</c> writes, put to Debian's oslo.config.</summary>
internal sealed class GeneratedSampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Test]
    public async Task It_is_to_the_byte_what_oslo_config_generator_writes_of_the_same_options()
    {
        await DebianPackages.RequireAsync("python3-oslo.config");
        await using var sample = await ChildProcess.RunAsync(Repository.Executable, ["genconfig"], Patience);
        await using var json = await ChildProcess.RunAsync(Repository.Executable, ["genconfig", "--format", "json"], Patience);
        var definitions = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(definitions, json.Output);
            await using var generator = await ChildProcess.RunAsync("/usr/bin/python3", [Script, "generate", definitions], Patience);

            sample.Output.Should().Be(generator.Output);
        }
        finally
        {
            File.Delete(definitions);
        }
    }

    [Test]
    public async Task Oslo_config_reads_it_with_every_line_uncommented_and_finds_the_defaults()
    {
        await DebianPackages.RequireAsync("python3-oslo.config");
        await using var json = await ChildProcess.RunAsync(Repository.Executable, ["genconfig", "--format", "json"], Patience);
        var definitions = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(definitions, json.Output);
            await using var read = await ChildProcess.RunAsync(
                "/usr/bin/python3", [Script, "read", definitions, Path.Combine(Repository.Root, "nova-pollinate.conf.sample")], Patience);

            read.Output.Should().MatchRegex(@"\A\d{3} options read\n\z");
        }
        finally
        {
            File.Delete(definitions);
        }
    }

    private static string Script => Path.Combine(AppContext.BaseDirectory, "Python", "oslo_sample.py");
}
