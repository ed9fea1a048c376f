using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Commands;

/// <summary>The manual pages, as those who read and check such pages see them.</summary>
internal sealed class ManualPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [TestCase("8", "nova-pollinate check --offline --config-file new.conf")]
    [TestCase("5", "/etc/nova-pollinate/nova-pollinate.conf")]
    public async Task No_program_that_checks_a_manual_page_has_anything_to_say(string section, string shown)
    {
        await DebianPackages.RequireAsync("man-db", "groff", "mandoc");
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-");
        try
        {
            var page = Path.Combine(folder.FullName, $"page.{section}");
            (await RunAsync(Repository.Executable, "man", section, "--output-file", page)).Should().Be(("", ""));

            (await RunAsync("/usr/bin/mandoc", "-T", "lint", page)).Should().Be(("", ""));
            (await RunAsync("/usr/bin/groff", "-ww", "-man", "-z", "-T", "utf8", page)).Should().Be(("", ""));
            var (text, warnings) = await RunAsync("/usr/bin/man", "--warnings", "-l", page);
            warnings.Should().BeEmpty();
            text.Should().Contain(shown, because: "what is there to be copied is not broken");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        await using var process = ChildProcess.Start(program, arguments, new Dictionary<string, string?>
        {
            ["LC_ALL"] = "C.UTF-8",
            ["MANWIDTH"] = "100",
            ["MAN_KEEP_FORMATTING"] = null,
            ["SOURCE_DATE_EPOCH"] = "1767225600",
        });
        (await process.WaitAsync(Patience)).Should().Be(0, because: process.Output + process.Errors);
        return (process.Output, process.Errors);
    }
}
