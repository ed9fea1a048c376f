using System.Globalization;
using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Packaging;

/// <summary>The unit files, by systemd's own judgement.</summary>
internal sealed partial class UnitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static string Packaging { get; } = Path.Combine(Repository.Root, "packaging");

    [Test]
    public async Task The_exposure_of_the_service_is_at_most_2()
    {
        await DebianPackages.RequireAsync("systemd");

        await using var security = await ChildProcess.RunAsync(
            "/usr/bin/systemd-analyze", ["security", "--offline=true", "--no-pager", Path.Combine(Packaging, "nova-pollinate.service")], Patience);

        var exposure = double.Parse(Exposure().Match(security.Output).Groups[1].Value, CultureInfo.InvariantCulture);
        exposure.Should().BeLessThanOrEqualTo(2.0, because: security.Output);
    }

    [Test]
    public async Task Systemd_has_nothing_to_say_against_the_units()
    {
        await DebianPackages.RequireAsync("systemd");
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-units-");
        try
        {
            foreach (var unit in new[] { "nova-pollinate.service", "nova-pollinate.socket" })
            {
                // Where the package puts the program is nothing on this machine.
                var text = await File.ReadAllTextAsync(Path.Combine(Packaging, unit));
                await File.WriteAllTextAsync(
                    Path.Combine(folder.FullName, unit), text.Replace("/usr/lib/nova-pollinate/nova-pollinate", Repository.Executable, StringComparison.Ordinal));
            }

            await using var verify = ChildProcess.Start(
                "/usr/bin/systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", .. Directory.GetFiles(folder.FullName)]);

            (await verify.WaitAsync(Patience)).Should().Be(0, because: verify.Errors);
            verify.Errors.Should().NotContain("nova-pollinate");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"Overall exposure level for \S+: ([0-9.]+)")]
    private static partial Regex Exposure();
}
