using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Keystone;
using Pollinate.EndToEnd.Tests.Nova;
using Pollinate.EndToEnd.Tests.Packaging;
using Pollinate.EndToEnd.Tests.Systemd;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Documents;

/// <summary>
/// The page that leads from the package to a guest's vendordata, followed to the letter on a machine that has nothing but Debian
/// and OpenStack's client: each line is typed, each block written to the file that the text before it names.
/// </summary>
internal sealed partial class InstallPageTests
{
    private const string Page = "docs/install.md";
    private const string Configuration = "/etc/nova-pollinate/nova-pollinate.conf";
    private const string Password = "/etc/nova-pollinate/credentials/keystone";
    private const string OwnPlugin = "/var/lib/nova-pollinate/plugins/Mine/readme";
    private const string NewerVersion = "99.0.0-1";

    /// <summary>The sections that are not walked, and why.</summary>
    private static readonly Dictionary<string, string> WalkedElsewhere = new()
    {
        // podman would pull the image that it begins with; there buildah builds it upon another.
        ["Containers"] = nameof(ContainerfileTests.The_image_that_it_makes_serves),
    };

    private static readonly Dictionary<string, string?> Administrator = new()
    {
        ["OS_AUTH_URL"] = "http://127.0.0.1:5000/v3",
        ["OS_IDENTITY_API_VERSION"] = "3",
        ["OS_USERNAME"] = KeystoneUser.Admin.Name,
        ["OS_PASSWORD"] = KeystoneUser.Admin.Password,
        ["OS_PROJECT_NAME"] = KeystoneUser.Admin.Project,
        ["OS_USER_DOMAIN_NAME"] = "Default",
        ["OS_PROJECT_DOMAIN_NAME"] = "Default",
    };

    private readonly Dictionary<string, string> _placeholders = new()
    {
        ["POLLINATE_PASSWORD"] = Marks.NewPlain("the daemon's password"),
        ["NOVA_PASSWORD"] = Marks.NewPlain("Nova's password"),
    };

    private readonly IReadOnlyList<PageBlock> _blocks = PageBlock.Read(Page);
    private readonly List<string> _walked = [];

    [Test]
    public async Task Whoever_follows_the_page_to_the_letter_gets_to_a_guests_vendordata_and_back()
    {
        await DebianPackages.RequireAsync("keystone", "gunicorn", "python3-nova", "systemd");
        await using var machine = await DebianMachine.StartAsync("ca-certificates", "curl", "python3-openstackclient");
        await using var keystone = await KeystoneServer.CreateAsync(machine.Network);
        File.Copy(BuiltPackage.Debian, machine.Outside($"/root/{Path.GetFileName(BuiltPackage.Debian)}"));
        // A host of Nova's has this.
        Directory.CreateDirectory(machine.Outside("/etc/nova"));
        await File.WriteAllTextAsync(machine.Outside("/etc/nova/nova.conf"), "[DEFAULT]\n\n");

        var package = await WalkAsync(machine, "1. The package");
        package[^1].Should().Contain("project_info");
        // The one thing that the page does not say: Keystone takes a busy machine longer than guests would wait.
        await File.WriteAllTextAsync(
            machine.Outside("/etc/nova-pollinate/nova-pollinate.conf.d/patience.conf"),
            "[DEFAULT]\nrequest_timeout = 60\napi_timeout = 60\n[keystone_authtoken]\nhttp_connect_timeout = 60\n");
        (await machine.RunAsync("systemctl show nova-pollinate --property=UnitFileState,ActiveState")).Split('\n')
            .Should().BeEquivalentTo("UnitFileState=disabled", "ActiveState=inactive");

        // Whoever begins anew finds what the first try left.
        await WalkAsync(machine, "2. The user in Keystone");
        await WalkAsync(machine, "2. The user in Keystone");

        await WalkAsync(machine, "3. The configuration");
        (await machine.RunAsync($"stat --format='%U:%G %a' {Configuration} {Password}")).Split('\n').Should().AllBe("root:nova-pollinate 640");

        (await WalkAsync(machine, "4. The daemon"))[^1].Should().MatchRegex("(?m)^ *Status: \"Serving at http://127\\.0\\.0\\.1:8612");
        await machine.RunAsync($"ls -d {string.Join(' ', Paths())}");

        await WalkAsync(machine, "5. Ask it");

        await WalkAsync(machine, "6. Nova");
        await ShouldReachTheGuestAsync(machine);

        var exposure = Exposure().Match(await File.ReadAllTextAsync(Path.Combine(Repository.Root, Page))).Groups[1].Value;
        (await machine.RunAsync("systemd-analyze security nova-pollinate --no-pager")).Should().Contain($"for nova-pollinate.service: {exposure} ");
        await WalkAsync(machine, "systemd");
        (await machine.RunAsync($"stat --format='%U:%G %a' {Password}")).Should().Be("root:root 600");
        (await machine.RunAsync("systemctl cat nova-pollinate")).Split('\n')
            .Should().Contain("ReadWritePaths=/srv/logs").And.Contain("IPAddressDeny=any").And.Contain($"LoadCredential=keystone:{Password}");
        await ShouldReachTheGuestAsync(machine);
        // The same check, when the unit holds no credentials.
        await machine.RunAsync("systemctl stop nova-pollinate");
        await machine.RunAsync(_blocks.Single(block => block.Text.Contains("CREDENTIALS_DIRECTORY=", StringComparison.Ordinal)).Lines.Single());
        await machine.RunAsync("systemctl start nova-pollinate");

        await UpgradeRemoveAndPurgeAsync(machine);

        _blocks.Select(block => block.Section).Distinct().Except(WalkedElsewhere.Keys).Should().BeSubsetOf(_walked);
    }

    private async Task UpgradeRemoveAndPurgeAsync(DebianMachine machine)
    {
        const string section = "Upgrade, remove, purge";
        var commands = _blocks.Where(block => block.Section == section).ToList();
        commands.Select(block => block.Lines.Single().Split(' ')[1]).Should().Equal("install", "remove", "purge");
        _walked.Add(section);
        File.Delete(machine.Outside($"/root/{Path.GetFileName(BuiltPackage.Debian)}"));
        await BuiltPackage.MakeOtherAsync(machine.Outside("/root"), "nova-pollinate_newer", NewerVersion);
        Directory.CreateDirectory(machine.Outside(Path.GetDirectoryName(OwnPlugin)!));
        await File.WriteAllTextAsync(machine.Outside(OwnPlugin), "");
        var own = await machine.RunAsync($"cat {Configuration}");
        var process = await machine.RunAsync("systemctl show nova-pollinate --property=MainPID");

        await DoAsync(machine, commands[0]);

        (await machine.RunAsync("dpkg-query --show --showformat='${Version}' nova-pollinate")).Should().Be(NewerVersion);
        (await machine.RunAsync($"cat {Configuration}")).Should().Be(own);
        (await machine.RunAsync($"cat {Configuration}.dpkg-dist")).Should().Contain("# nova-pollinate_newer: ");
        (await machine.RunAsync("systemctl show nova-pollinate --property=MainPID")).Should().NotBe(process).And.NotBe("MainPID=0");
        await ShouldReachTheGuestAsync(machine);
        var journal = await machine.RunAsync("journalctl --no-pager --output=cat");
        journal.Should().Contain("Serving at http://127.0.0.1:8612");
        new LeakSearch(Marks.All).Describe(journal).Should().BeEmpty("no secret leaves the daemon");

        await DoAsync(machine, commands[1]);

        (await machine.RunAsync("systemctl is-active nova-pollinate || true")).Should().Be("inactive");
        await machine.RunAsync($"ls -d {Configuration} {OwnPlugin} /var/log/nova-pollinate");

        await DoAsync(machine, commands[2]);

        (await machine.RunAsync("find /etc /var/lib /var/log /var/cache /run /usr -name 'nova-pollinate*' ! -path '/etc/systemd/*' ! -path '/run/systemd/*'")).Should().BeEmpty();
        (await machine.RunAsync("getent passwd nova-pollinate; getent group nova-pollinate; true")).Should().BeEmpty();
        await machine.RunAsync("ls -d /etc/systemd/system/nova-pollinate.service.d/override.conf /srv/logs");
    }

    private async Task<IReadOnlyList<string>> WalkAsync(DebianMachine machine, string section)
    {
        var outputs = new List<string>();
        foreach (var block in _blocks.Where(block => block.Section == section))
        {
            if (block.Language == "json")
                await ShouldBeTheAnswerAsync(machine, block.Text, outputs[^1]);
            else
                outputs.AddRange(await DoAsync(machine, block));
        }

        outputs.Should().NotBeEmpty(because: $"{Page} has a section '{section}'");
        _walked.Add(section);
        return outputs;
    }

    /// <summary>Does what a block says.</summary>
    /// <returns>What its lines printed.</returns>
    private async Task<IReadOnlyList<string>> DoAsync(DebianMachine machine, PageBlock block)
    {
        switch (block.Language)
        {
            case "console":
                block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().OnlyContain(line => line.StartsWith("# ", StringComparison.Ordinal));
                var outputs = await machine.RunAsync([.. block.Lines.Select(Fill)], Administrator);
                foreach (var (line, output) in block.Lines.Zip(outputs))
                    TestContext.Out.WriteLine($"# {line}\n{output}");
                return outputs;
            case "ini" when Edited().Match(block.Before) is { Success: true } unit:
                await machine.EditUnitAsync(unit.Groups[1].Value, block.Text);
                return [];
            case "ini":
                var path = FileName().Matches(block.Before).Should().ContainSingle(because: $"'{block.Before}' says where the block goes").Which.Groups[1].Value;
                if (block.Before.StartsWith("Add to ", StringComparison.Ordinal))
                    await File.AppendAllTextAsync(machine.Outside(path), Fill(block.Text));
                else
                    await File.WriteAllTextAsync(machine.Outside(path), Fill(block.Text));
                return [];
            default:
                throw new InvalidOperationException($"{Page} has a block of {block.Language}, which nobody reads.");
        }
    }

    private static async Task ShouldBeTheAnswerAsync(DebianMachine machine, string shown, string output)
    {
        var project = (await machine.RunAsync(["openstack project show service -f value -c id"], Administrator)).Single();
        // curl says on the way how far it is.
        output.Should().EndWith(shown.Trim().Replace("PROJECT_ID", project, StringComparison.Ordinal));
    }

    /// <summary>Nova reads the nova.conf that the page has written, and a guest reads Nova.</summary>
    private static async Task ShouldReachTheGuestAsync(DebianMachine machine)
    {
        const string path = "/openstack/latest/vendor_data2.json";
        (await File.ReadAllTextAsync(Path.Combine(Repository.Root, Page))).Should().Contain($"http://169.254.169.254{path}");
        var project = (await machine.RunAsync(["openstack project show service -f value -c id"], Administrator)).Single();
        // Nova, too, is more patient here than it need be elsewhere.
        var configuration = await File.ReadAllTextAsync(machine.Outside("/etc/nova/nova.conf")) + "[api]\nvendordata_dynamic_read_timeout = 60\n";

        var (found, log) = await NovaMetadata.ReadAsync(machine.Network, configuration, new(project), path);

        found[path].Should().BeOfType<JsonObject>(because: log).Which["pollinate"]!.ToJsonString()
            .Should().Be($$$"""{"project_info":{"project_id":"{{{project}}}","project_name":"service"}}""", because: $"{log}\n{await machine.RunAsync("journalctl --no-pager --unit nova-pollinate --lines 20")}");
    }

    private string Fill(string text) => _placeholders.Aggregate(text, (filled, placeholder) => filled.Replace(placeholder.Key, placeholder.Value, StringComparison.Ordinal));

    /// <summary>The places that the table of the package names.</summary>
    private static List<string> Paths()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, Page)));
        var paths = rows.SelectMany(row => PlaceName().Matches(row.Value)).Select(path => path.Groups[1].Value).ToList();
        paths.Should().HaveCountGreaterThan(6);
        return paths;
    }

    [GeneratedRegex(@"`systemctl edit (\S+)`:$")]
    private static partial Regex Edited();

    [GeneratedRegex(@"`(/etc/\S+)`")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^\| (?!what).*\| .*`/.*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(/[^`]+)`")]
    private static partial Regex PlaceName();

    [GeneratedRegex(@"`systemd-analyze security nova-pollinate` says ([0-9.]+)")]
    private static partial Regex Exposure();
}
