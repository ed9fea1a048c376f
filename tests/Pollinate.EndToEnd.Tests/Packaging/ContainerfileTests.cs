using System.Text;
using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Packaging;

/// <summary>The definition of the image: what it counts on is in the package that it installs, and what it makes serves.</summary>
internal sealed class ContainerfileTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Test]
    public async Task The_image_that_it_makes_serves()
    {
        await DebianPackages.RequireAsync("buildah");
        await using var image = await OciImage.BuildAsync(await PreparedRoot.GetAsync());
        var port = FreePort.Find();
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-configuration-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "nova-pollinate.conf"),
                $"[DEFAULT]\nauth_strategy = noauth\nproviders = test\n[server]\nhost = 127.0.0.1\nport = {port}\n[admin]\nenabled = false\n");
            // The image's user, whom this machine does not know, reads it.
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);

            await using var version = image.Start(folder.FullName, "version");
            (await version.WaitAsync(Patience)).Should().Be(0, because: version.Errors);
            version.Output.Should().Contain("contract of plugins");

            await using var daemon = image.Start(folder.FullName);
            await Eventually.WaitForAsync("the daemon to serve", Patience, () => daemon.HasEnded
                ? throw new InvalidOperationException($"It ended:\n{daemon.Output}\n{daemon.Errors}")
                : Task.FromResult($"{daemon.Output}{daemon.Errors}".Contains("Serving at", StringComparison.Ordinal)));
            using var client = new HttpClient { DefaultRequestHeaders = { { "X-Identity-Status", "Confirmed" } } };
            using var answer = await client.PostAsync(
                new Uri($"http://127.0.0.1:{port}/"), new StringContent("""{"project-id":"p1"}""", Encoding.UTF8, "application/json"));

            (await answer.Content.ReadAsStringAsync()).Should().Be("""{"test":{"OK":"Success"}}""");
            // What runs a container in this way passes no other signal on.
            await daemon.SignalAsync("KILL");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task What_it_names_is_in_the_package()
    {
        var text = await File.ReadAllTextAsync(OciImage.Definition);
        var contents = await BuiltPackage.ContentsAsync();
        var users = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "packaging", "nova-pollinate.sysusers"));

        var program = Regex.Match(text, """(?m)^ENTRYPOINT \["(.+)"\]$""").Groups[1].Value;
        contents.Should().ContainKey(program);
        contents.Should().ContainKey("/etc/nova-pollinate");
        users.Should().MatchRegex($"(?m)^u {Regex.Match(text, "(?m)^USER (.+)$").Groups[1].Value} ");
        var pattern = Regex.Match(text, @"(?m)^COPY (\S+) ").Groups[1].Value;
        BuiltPackage.Single(pattern).Should().Be(BuiltPackage.Debian);
        (await BuiltPackage.FieldAsync("Depends")).Should().Contain("systemd-standalone-sysusers");
    }
}
