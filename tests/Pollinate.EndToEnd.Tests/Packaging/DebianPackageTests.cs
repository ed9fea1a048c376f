using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Packaging;

/// <summary>The Debian package, looked at and installed where nothing else is.</summary>
internal sealed partial class DebianPackageTests
{
    private const string Configuration = "/etc/nova-pollinate/nova-pollinate.conf";
    private const string AsDaemon = "setpriv --reuid=nova-pollinate --regid=nova-pollinate --clear-groups env CACHE_DIRECTORY=/var/cache/nova-pollinate";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Test]
    public async Task Lintian_finds_no_error()
    {
        await DebianPackages.RequireAsync("lintian");

        await using var lintian = ChildProcess.Start("/usr/bin/lintian", ["--fail-on", "error", "--allow-root", BuiltPackage.Debian]);

        (await lintian.WaitAsync(Patience)).Should().Be(0, because: lintian.Output);
    }

    [Test]
    public async Task It_has_the_program_its_plugins_the_units_and_the_documents_where_Debian_wants_them()
    {
        var contents = await BuiltPackage.ContentsAsync();

        contents.Keys.Should().Contain(
        [
            "/usr/bin/nova-pollinate", "/usr/lib/nova-pollinate/nova-pollinate", "/usr/lib/nova-pollinate/libcoreclr.so",
            "/usr/lib/nova-pollinate/plugins/Pollinate.Providers.Keystone/Pollinate.Providers.Keystone.dll", "/var/lib/nova-pollinate/plugins",
            "/lib/systemd/system/nova-pollinate.service", "/lib/systemd/system/nova-pollinate.socket",
            "/usr/lib/sysusers.d/nova-pollinate.conf", "/usr/lib/tmpfiles.d/nova-pollinate.conf", "/etc/logrotate.d/nova-pollinate",
            "/usr/share/doc/nova-pollinate/examples/nova-pollinate.conf.sample", "/usr/share/doc/nova-pollinate/copyright",
            "/usr/share/doc/nova-pollinate/changelog.Debian.gz",
        ]);
        contents[Configuration].Should().Be("-rw-r----- root/root", "postinst gives it to the group, which is not there before");
        contents.Where(entry => entry.Value[5] == 'w' || entry.Value[8] == 'w').Where(entry => entry.Value[0] != 'l').Should().BeEmpty("nobody but root writes there");
        contents.Values.Should().OnlyContain(entry => entry.EndsWith(" root/root", StringComparison.Ordinal));
    }

    [Test]
    public async Task It_depends_on_whatever_its_libraries_are_linked_against()
    {
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-package-");
        try
        {
            await using var unpack = await ChildProcess.RunAsync("/usr/bin/dpkg-deb", ["--extract", BuiltPackage.Debian, folder.FullName], Patience);
            var files = folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LinkTarget is null && IsElf(file.FullName)).ToList();
            await using var read = await ChildProcess.RunAsync("/usr/bin/readelf", ["--dynamic", "--wide", .. files.Select(file => file.FullName)], Patience);
            var needed = Needed().Matches(read.Output).Select(match => match.Groups[1].Value).Distinct().Where(name => files.All(file => file.Name != name)).ToList();
            needed.Should().Contain("libc.so.6");
            var packages = needed.Select(name => name.Split('.')[0] switch
            {
                "libc" or "libdl" or "libm" or "libpthread" or "librt" or "ld-linux-x86-64" => "libc6",
                "libgcc_s" => "libgcc-s1",
                "libstdc++" => "libstdc++6",
                _ => name,
            }).Distinct();
            var depends = Alternatives().Split(await BuiltPackage.FieldAsync("Depends")).Select(name => name.Split(' ')[0]);

            packages.Should().BeSubsetOf(depends);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task It_is_installed_without_NET_upgraded_removed_and_purged_and_leaves_nothing()
    {
        await using var debian = await (await PreparedRoot.GetAsync()).CopyAsync();
        var (before, accounts) = (await debian.FilesAsync(), await debian.RunAsync("cat /etc/passwd /etc/group"));
        await BuiltPackage.MakeOtherAsync(debian.Outside("/tmp"), "older", "0.0.1-1");
        debian.Copy(BuiltPackage.Debian, "/tmp/newer.deb");

        await debian.RunAsync("apt-get install --yes --no-install-recommends /tmp/older.deb");

        (await debian.TryAsync("command -v dotnet")).Code.Should().NotBe(0);
        (await debian.RunAsync($"stat --format='%U:%G %a' {Configuration} /etc/nova-pollinate")).Split('\n').Should().StartWith(["root:nova-pollinate 640", "root:nova-pollinate 750"]);
        (await debian.RunAsync("nova-pollinate providers --all")).Should().Contain("project_info").And.Contain("windows_product_key");
        await debian.RunAsync("install -d -m 0700 -o nova-pollinate -g nova-pollinate /var/cache/nova-pollinate");
        var (unconfigured, errors) = await debian.TryAsync($"{AsDaemon} nova-pollinate check");
        unconfigured.Should().NotBe(0);
        errors.Should().Contain("[keystone_authtoken]");

        await debian.RunAsync($"printf '%s\\n' '[DEFAULT]' 'auth_strategy = noauth' 'providers = test' '[server]' 'host = 127.0.0.1' >> {Configuration}");
        await debian.RunAsync($"{AsDaemon} nova-pollinate check");
        (await debian.RunAsync($$"""echo '{"project-id":"0123456789abcdef0123456789abcdef"}' | {{AsDaemon}} nova-pollinate invoke --context -""")).Should().Contain("Success");

        await debian.RunAsync("apt-get install --yes --no-install-recommends --option=Dpkg::Options::=--force-confold /tmp/newer.deb");

        (await debian.RunAsync($"cat {Configuration}")).Should().Contain("auth_strategy = noauth").And.Contain("# older: ");
        (await debian.RunAsync($"cat {Configuration}.dpkg-dist")).Should().Contain("# nova-pollinate: ");
        (await debian.RunAsync($"stat --format='%U:%G %a' {Configuration}")).Trim().Should().Be("root:nova-pollinate 640");
        await debian.RunAsync($"{AsDaemon} nova-pollinate check");

        await debian.RunAsync("dpkg --remove nova-pollinate");
        (await debian.RunAsync($"cat {Configuration}")).Should().Contain("auth_strategy = noauth", "what is removed may come back");

        await debian.RunAsync("dpkg --purge nova-pollinate && rm /tmp/*.deb");
        (await debian.FilesAsync()).Should().Equal(before);
        (await debian.RunAsync("cat /etc/passwd /etc/group")).Should().Be(accounts);
    }

    private static bool IsElf(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        return file.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start.SequenceEqual("\u007fELF"u8);
    }

    [GeneratedRegex(@"\(NEEDED\)\s+Shared library: \[(.+?)\]")]
    private static partial Regex Needed();

    [GeneratedRegex(@"\s*[,|]\s*")]
    private static partial Regex Alternatives();
}
