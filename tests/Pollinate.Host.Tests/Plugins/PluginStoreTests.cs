using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Plugins;

internal sealed class PluginStoreTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void A_copy_holds_every_file_and_keeps_the_name_of_the_assembly()
    {
        var plugin = Plugin("One", "1");
        _folder.Write("plugins/One/runtimes/linux-x64/native/lib.so", "native");
        using var store = PluginStore.Open(_folder.Combine("cache"));

        var copy = store.Add(plugin);

        copy.Name.Should().Be("One");
        File.ReadAllText(copy.AssemblyPath).Should().Be("1");
        File.ReadAllText(Path.Combine(copy.Path, "runtimes/linux-x64/native/lib.so")).Should().Be("native");
    }

    [Test]
    public void The_same_content_has_one_copy_and_other_content_another()
    {
        using var store = PluginStore.Open(_folder.Combine("cache"));

        var first = store.Add(Plugin("One", "1"));
        var again = store.Add(Plugin("One", "1"));
        var changed = store.Add(Plugin("One", "2"));

        again.Should().Be(first);
        changed.Path.Should().NotBe(first.Path);
        File.ReadAllText(first.AssemblyPath).Should().Be("1");
    }

    [Test]
    public void A_file_that_moves_from_one_name_to_another_is_other_content()
    {
        using var store = PluginStore.Open(_folder.Combine("cache"));
        var plugin = Plugin("One", "1");
        var a = _folder.Write("plugins/One/a.txt", "x");
        var before = store.Add(plugin);
        File.Move(a, _folder.Combine("plugins/One/b.txt"));

        store.Add(plugin).Path.Should().NotBe(before.Path);
    }

    [Test]
    public void Nobody_else_can_read_or_write_the_copies()
    {
        using var store = PluginStore.Open(_folder.Combine("cache"));
        var copy = store.Add(Plugin("One", "1"));

        foreach (var directory in new[] { _folder.Combine("cache"), store.Root, copy.Path })
        {
            File.GetUnixFileMode(directory).Should().Be(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, because: directory);
        }
    }

    [Test]
    public void A_store_is_gone_when_the_process_ends_it()
    {
        var store = PluginStore.Open(_folder.Combine("cache"));
        store.Add(Plugin("One", "1"));

        store.Dispose();

        Directory.EnumerateFileSystemEntries(_folder.Combine("cache")).Should().BeEmpty();
    }

    [Test]
    public void What_a_killed_process_left_behind_is_removed_by_the_next_and_a_living_store_is_not()
    {
        using var living = PluginStore.Open(_folder.Combine("cache"));
        var kept = living.Add(Plugin("One", "1"));
        var abandoned = _folder.Combine("cache", "1-abandoned");
        _folder.Write("cache/1-abandoned/.lock", "");
        _folder.Write("cache/1-abandoned/One-x/One.dll", "old");
        _folder.Write("cache/not-a-store/file.txt", "someone else's");

        using var next = PluginStore.Open(_folder.Combine("cache"));

        Directory.Exists(abandoned).Should().BeFalse();
        File.Exists(kept.AssemblyPath).Should().BeTrue();
        File.Exists(_folder.Combine("cache/not-a-store/file.txt")).Should().BeTrue();
    }

    [Test]
    public void Copies_that_nobody_uses_go_and_those_in_use_stay()
    {
        using var store = PluginStore.Open(_folder.Combine("cache"));
        var old = store.Add(Plugin("One", "1"));
        var used = store.Add(Plugin("One", "2"));
        Directory.CreateDirectory(Path.Combine(store.Root, ".draft-of-an-attempt"));

        store.RemoveUnused([used.Path]).Should().Be(2);

        Directory.EnumerateDirectories(store.Root).Should().Equal(used.Path);
        Directory.Exists(old.Path).Should().BeFalse();
        store.Add(Plugin("One", "1")).Should().Be(old, "what went can come again");
    }

    [Test]
    public void A_plugin_that_can_not_be_copied_leaves_no_half_of_it()
    {
        using var store = PluginStore.Open(_folder.Combine("cache"));
        var plugin = Plugin("One", "1");
        File.CreateSymbolicLink(Path.Combine(plugin.Path, "missing.dll"), "/no/such/file");

        var add = () => store.Add(plugin);

        add.Should().Throw<PluginException>().WithMessage("*'One'*can't be copied*");
        Directory.EnumerateDirectories(store.Root).Should().BeEmpty();
    }

    [Test]
    public void A_store_that_is_closed_takes_nothing_more()
    {
        var store = PluginStore.Open(_folder.Combine("cache"));
        store.Dispose();

        var add = () => store.Add(Plugin("One", "1"));

        add.Should().Throw<ObjectDisposedException>();
        Directory.EnumerateFileSystemEntries(_folder.Combine("cache")).Should().BeEmpty();
    }

    [Test]
    public void A_cache_folder_that_can_not_be_made_is_named_with_the_option_to_set()
    {
        var file = _folder.Write("file", "");

        var open = () => PluginStore.Open(Path.Combine(file, "cache"));

        open.Should().Throw<PluginException>().WithMessage($"*{file}*plugins_cache_dir*");
    }

    private PluginFolder Plugin(string name, string content)
    {
        _folder.Write($"plugins/{name}/{name}.dll", content);
        return new(name, _folder.Combine("plugins", name));
    }
}
