using System.Text.RegularExpressions;

namespace Pollinate.EndToEnd.Tests.Packaging;

/// <summary>The definition of the image: what it counts on is in the package that it installs.</summary>
internal sealed class ContainerfileTests
{
    [Test]
    public async Task What_it_names_is_in_the_package()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "packaging", "oci", "Containerfile"));
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
