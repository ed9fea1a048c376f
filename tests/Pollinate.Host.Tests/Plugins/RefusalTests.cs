using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;
using Pollinate.Host.Plugins.Linking;
using Pollinate.Host.Tests.Pipeline;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Plugins;

/// <summary>Plugins that can't be used: one sentence each, before anything of them is loaded, and none harms another.</summary>
internal sealed class RefusalTests
{
    private readonly TemporaryFolder _plugins = new();

    [TearDown]
    public void TearDown() => _plugins.Dispose();

    [Test(Description = "The host has that library for itself, in a version that would do.")]
    public async Task A_library_that_is_not_there_is_named_with_who_needs_it_and_how_to_get_it() =>
        (await RefusedAsync("Fixture.MissingDependency", "missing")).Should().Be(
            $"The plugin 'Fixture.MissingDependency' in {_plugins.Combine("Fixture.MissingDependency")} can't be used: " +
            "Fixture.MissingDependency.dll needs YamlDotNet.dll 16.0.0.0, which is neither in the plugin's folder nor part of the framework; " +
            "put it there: `dotnet publish` of the plugin with EnableDynamicLoading leaves every assembly that it needs.");

    [Test]
    public async Task A_library_that_a_library_needs_is_missed_as_well()
    {
        var folder = BuiltPlugins.CopyFixture("Fixture.Native", _plugins.Path);
        File.Delete(Path.Combine(folder, "SQLitePCLRaw.core.dll"));

        (await RefusedAsync("sqlite")).Should().Contain(".dll needs SQLitePCLRaw.core.dll").And.Contain("'Fixture.Native'").And.Contain("dotnet publish");
    }

    [Test]
    public async Task An_assembly_of_a_newer_framework_is_named_with_both_versions()
    {
        var folder = BuiltPlugins.CopyFixture("Fixture.Native", _plugins.Path);
        AssemblyEdit.SetReferencedVersion(Path.Combine(folder, "Microsoft.Data.Sqlite.dll"), "System.Data.Common", new(99, 0, 0, 0));

        (await RefusedAsync("sqlite")).Should()
            .Contain("Microsoft.Data.Sqlite.dll needs System.Data.Common 99.0.0.0, and the host's is 10.0.0.0; build the plugin for net10.0");
    }

    [TestCase("Fixture.NewerContractUsed", "newer_used", "Pollinate.Abstractions.Announcement and 2 more")]
    [TestCase("Fixture.NewerContractMember", "newer_member", "Pollinate.Abstractions.ProviderResult.FromText(String)")]
    [TestCase("Fixture.NewerContractSignature", "newer_signature", "Pollinate.Abstractions.ProviderResult.Parse(System.ReadOnlySpan`1<Byte>, Boolean)")]
    public async Task What_only_a_newer_contract_has_is_named_with_both_versions(string fixture, string entry, string member) =>
        (await RefusedAsync(fixture, entry)).Should()
            .StartWith($"The plugin '{fixture}' in {_plugins.Combine(fixture)} can't be used: {fixture}.dll needs {member} of ")
            .And.Contain("of Pollinate.Abstractions 1.1.0.0, which the host's 1.0.0.0 (release 0.1.0) does not have; ")
            .And.EndWith("build the plugin against the host's version, or update the daemon.");

    [Test]
    public async Task A_file_that_is_cut_short_is_found_wherever_it_ends(
        [Values("Fixture.PrivateDependency.dll", "YamlDotNet.dll")] string file, [Values] bool isBlank)
    {
        var folder = BuiltPlugins.CopyFixture("Fixture.PrivateDependency", _plugins.Path);
        var path = Path.Combine(folder, file);
        var whole = await File.ReadAllBytesAsync(path);
        var plugin = new PluginFolder("Fixture.PrivateDependency", folder);
        PluginCheck.Run(plugin, plugin).Should().BeEmpty("it is whole so far");

        var end = AssemblyEdit.EndOfMetadata(path);
        for (var position = 0; position < end - 32; position += Math.Max(1, end / 50))
        {
            await File.WriteAllBytesAsync(path, whole);
            if (isBlank)
                AssemblyEdit.Blank(path, position);
            else
                AssemblyEdit.Truncate(path, position);

            var check = () => PluginCheck.Run(plugin, plugin);

            check.Should().Throw<PluginException>($"it ends at {position} of {end}").Which.Message.Should()
                .Contain("'Fixture.PrivateDependency'").And.Contain(path).And.Contain("is not a whole .NET assembly")
                .And.Contain("copy the plugin's folder again");
        }

        AssemblyEdit.Truncate(path, end / 2);
        (await RefusedAsync("Fixture.PrivateDependency.YamlVersionProvider")).Should().Contain(path).And.Contain("is not a whole .NET assembly");
    }

    [TestCase("", "it is empty")]
    [TestCase("#!/bin/sh\necho this is a script", "Unknown file format")]
    public async Task A_file_that_is_no_assembly_is_refused(string content, string reason)
    {
        var path = _plugins.Write("Broken/Broken.dll", content);

        (await RefusedAsync("Broken.Provider")).Should()
            .Contain("'Broken'").And.Contain($"{path} is not a whole .NET assembly ({reason}").And.Contain("copy the plugin's folder again");
    }

    [Test]
    public async Task A_native_library_in_the_place_of_the_plugin_is_refused()
    {
        // A library for Windows: the same file format, and nothing of .NET in it.
        var path = _plugins.Write("Broken/Broken.dll", "");
        await File.WriteAllBytesAsync(path, NativeLibrary());

        (await RefusedAsync("Broken.Provider")).Should().Contain($"{path} is not a whole .NET assembly (it holds no .NET metadata)");
    }

    [Test]
    public void A_native_library_beside_a_plugin_is_none_of_the_checks_business()
    {
        var folder = BuiltPlugins.CopyFixture("Fixture.PrivateDependency", _plugins.Path);
        _plugins.Write("Fixture.PrivateDependency/runtimes/win-x64/native/some.dll", "");
        File.WriteAllBytes(Path.Combine(folder, "runtimes/win-x64/native/some.dll"), NativeLibrary());
        var plugin = new PluginFolder("Fixture.PrivateDependency", folder);

        PluginCheck.Run(plugin, plugin).Should().BeEmpty();
    }

    [TestCase(".NETFramework,Version=v4.7.2", "was built for .NET Framework 4.7.2 and the daemon runs on .NET 10.")]
    [TestCase(".NETCoreApp,Version=v99.0", "was built for .NET 99.0 and the daemon runs on .NET 10.")]
    public async Task A_plugin_for_a_framework_that_does_not_fit_is_refused_with_both_named(string framework, string reason)
    {
        var path = HandmadePlugin.Write(_plugins.Path, "Handmade", framework);

        (await RefusedAsync("Handmade.HandmadeProvider")).Should()
            .Contain("'Handmade'").And.Contain($"{path} {reason}").And.EndWith("; build the plugin for net10.0.");
    }

    [TestCase("""{ "targets": { """, "There is an open JSON object")]
    [TestCase("not JSON at all", "is an invalid JSON literal")]
    [TestCase("[]", "'the whole' is of the kind Array instead of Object")]
    [TestCase("{}", "'runtimeTarget' is missing in 'the whole'")]
    [TestCase("""{ "runtimeTarget": 7 }""", "'runtimeTarget' is of the kind Number")]
    [TestCase("""{ "runtimeTarget": "a", "targets": {} }""", "'a' is missing in 'targets'")]
    [TestCase("""{ "runtimeTarget": "a", "runtimeTarget": "b" }""", "runtimeTarget")]
    [TestCase("""{ "runtimeTarget": "a", "targets": { "a": 1 } }""", "'a' is of the kind Number")]
    [TestCase("""{ "runtimeTarget": "a", "targets": { "a": { "b/1": [] } } }""", "'b/1' is of the kind Array")]
    [TestCase("""{ "runtimeTarget": "a", "targets": { "a": { "b/1": { "native": { "x.so": 1 } } } } }""", "'x.so' is of the kind Number")]
    [TestCase("""{ "runtimeTarget": "a", "targets": { "a": { "b/1": { "runtimeTargets": { "x.so": { "assetType": "native" } } } } } }""", "'rid' is missing in 'x.so'")]
    [TestCase("""{ "runtimeTarget": "a", "targets": { "a": {} }, "libraries": { "b/1": { "type": "package" } } }""", "'serviceable' is missing in 'b/1'")]
    [TestCase("""{ "runtimeTarget": "a", "targets": { "a": {} }, "libraries": { "b/1": { "type": "package", "serviceable": true } } }""", "'sha512' is missing in 'b/1'")]
    [TestCase("""{ "runtimeTarget": "a", "targets": { "a": {} }, "libraries": { "b/1": { "type": "package", "serviceable": true, "sha512": "", "path": 1 } } }""", "'path' is of the kind Number")]
    [TestCase("""{ "runtimeTarget": "a", "targets": { "a": { "b/1": { "runtime": { "x.dll": { "fileVersion": 1 } } } } } }""", "'fileVersion' is of the kind Number")]
    [TestCase("""{ "runtimeTarget": "\ud800", "targets": {} }""", "Cannot read incomplete UTF-16")]
    [TestCase("""{ "runtimeTarget": "a", "targets": { "a": {} }, "libraries": {}, "runtimes": { "unix": [1] } }""", "'unix' is of the kind Number")]
    public async Task A_deps_json_that_can_not_be_read_is_refused_with_its_flaw(string content, string flaw)
    {
        BuiltPlugins.CopyFixture("Fixture.PrivateDependency", _plugins.Path);
        var path = _plugins.Write("Fixture.PrivateDependency/Fixture.PrivateDependency.deps.json", content);

        (await RefusedAsync("Fixture.PrivateDependency.YamlVersionProvider")).Should()
            .Contain("'Fixture.PrivateDependency'").And.Contain($"{path} can't be read (").And.Contain(flaw).And.Contain("copy the plugin's folder again");
    }

    [Test]
    public async Task A_folder_in_the_place_of_the_assembly_is_refused()
    {
        Directory.CreateDirectory(_plugins.Combine("Broken", "Broken.dll"));

        (await RefusedAsync("Broken.Provider")).Should().Contain(_plugins.Combine("Broken")).And.Contain("it holds no Broken.dll");
    }

    [TestCase("/nowhere/at/all", "Could not find file", Description = "a link that leads nowhere")]
    [TestCase("Broken.dll", "Too many levels of symbolic links", Description = "a link to itself")]
    [TestCase("/proc/self/mem", "Input/output error", Description = "what not even root can read")]
    public async Task An_assembly_that_can_not_be_read_is_refused(string target, string reason)
    {
        Directory.CreateDirectory(_plugins.Combine("Broken"));
        File.CreateSymbolicLink(_plugins.Combine("Broken", "Broken.dll"), target);

        (await RefusedAsync("Broken.Provider")).Should().Contain("The plugin 'Broken' can't be read: ").And.Contain(reason).And.Contain("the daemon's user needs to be able to read");
    }

    [TestCase("/nowhere/at/all", Description = "a link that leads nowhere")]
    [TestCase("data", Description = "a link to itself")]
    [TestCase("/proc/self/mem", Description = "what not even root can read")]
    [TestCase(".", Description = "the folder itself")]
    public async Task A_plugin_with_a_file_that_can_not_be_read_is_refused(string target)
    {
        var folder = BuiltPlugins.CopyFixture("Fixture.Flawed", _plugins.Path);
        File.CreateSymbolicLink(Path.Combine(folder, "data"), target);

        (await RefusedAsync("Fixture.Flawed.ClosedProvider")).Should()
            .StartWith($"The plugin 'Fixture.Flawed' can't be copied from {folder} to ").And.Contain("data");
    }

    [Test]
    public async Task A_folder_that_the_daemons_user_may_not_read_is_refused()
    {
        if (Environment.IsPrivilegedProcess)
            Assert.Ignore("Root may read everything.");
        var folder = BuiltPlugins.CopyFixture("Fixture.Flawed", _plugins.Path);
        File.SetUnixFileMode(folder, UnixFileMode.None);

        try
        {
            (await RefusedAsync("Fixture.Flawed.ClosedProvider")).Should().Contain("Fixture.Flawed").And.Contain("can't be read");
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Test]
    public async Task A_static_constructor_that_throws_is_named_with_what_it_threw() =>
        (await RefusedAsync("Fixture.StaticConstructor", "static")).Should().Be(
            $"providers: 'Fixture.StaticConstructor.StaticProvider' in {_plugins.Combine("Fixture.StaticConstructor", "Fixture.StaticConstructor.dll")} " +
            "can't be constructed: the static constructor of Fixture.StaticConstructor.StaticProvider threw " +
            "System.InvalidOperationException: the licence server's address is missing; mend that, or take it out of [DEFAULT] providers.");

    private Task<string> RefusedAsync(string fixture, string entry)
    {
        BuiltPlugins.CopyFixture(fixture, _plugins.Path);
        return RefusedAsync(entry);
    }

    /// <summary>The one sentence, after making sure that a pipeline that runs goes on, and that another can be built.</summary>
    private async Task<string> RefusedAsync(string entry)
    {
        BuiltPlugins.CopyFixture("Example.Hello", _plugins.Path);
        BuiltPlugins.CopyFixture("Fixture.Aliases", _plugins.Path);
        await using var running = await new BuiltPipeline().OfAsync([_plugins.Path], ["plain", "hello"]);
        var before = (await running.RunAsync()).ToString();

        var attempt = () => new BuiltPipelineAttempt(running.Store).BuildAsync([_plugins.Path], ["hello", entry, "plain"]);
        var error = (await attempt.Should().ThrowAsync<PipelineException>()).Which.Errors.Should().ContainSingle().Subject;

        error.Should().NotContain("\n").And.EndWith(".");
        (await running.RunAsync()).ToString().Should().Be(before);
        await using var next = await new BuiltPipeline().OfAsync([_plugins.Path], ["plain", "hello"]);
        (await next.RunAsync()).ToString().Should().Be(before);
        return error;
    }

    /// <summary>The smallest library without .NET in it: a DOS stub and PE headers with one section.</summary>
    private static byte[] NativeLibrary()
    {
        var builder = new System.Reflection.PortableExecutable.PEHeaderBuilder(
            imageCharacteristics: System.Reflection.PortableExecutable.Characteristics.Dll);
        return new NativeLibraryBuilder(builder).ToArray();
    }
}
