using Pollinate.Host.Permissions;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Permissions;

internal sealed class WriteCheckTests
{
    private const uint WebServer = 33;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void What_a_test_writes_is_its_users_own_even_below_a_sticky_folder_and_with_the_users_own_umask()
    {
        var file = _folder.Write("plugins/One/One.dll", "");

        Check().Way(file).Should().BeEmpty();
        Check().Tree(_folder.Combine("plugins")).Should().BeEmpty();
    }

    [Test]
    public void A_file_that_everybody_can_write_to_is_found_with_its_mode_its_owner_and_the_cure()
    {
        var file = Write("a.conf", "0666");

        Check().Way(file).Should().ContainSingle().Which.Describe("the configuration").Should().Match(
            $"{file} belongs to the configuration, and everybody can write to it (mode 0666, owner *, group *); " +
            $"only root and the daemon's user may: run chmod go-w {file}.");
    }

    [Test]
    public void A_folder_above_that_everybody_can_write_to_is_found_and_not_when_it_is_sticky()
    {
        var file = Write("open/a.conf", "0644");
        Owners.Mode(_folder.Combine("open"), "0777");

        Check().Way(file).Should().ContainSingle().Which.Describe("the configuration").Should()
            .StartWith($"{_folder.Combine("open")} leads to the configuration, and everybody can write to it (mode 0777, ");
        Owners.Mode(_folder.Combine("open"), "1777");
        Check().Way(file).Should().BeEmpty();
    }

    [Test]
    public void A_sticky_folder_is_found_where_it_is_what_is_looked_for()
    {
        Directory.CreateDirectory(_folder.Combine("plugins"));
        Owners.Mode(_folder.Combine("plugins"), "1777");

        Check().Way(_folder.Combine("plugins")).Should().ContainSingle("anybody can put a plugin there");
    }

    [Test]
    public void Everything_in_a_folder_is_looked_at_and_each_thing_is_found_once()
    {
        _folder.Write("One/One.dll", "");
        var native = Write("One/runtimes/linux-x64/native/lib.so", "0666");
        Owners.Mode(_folder.Combine("One/runtimes"), "0777");
        var check = Check();

        check.Tree(_folder.Combine("One")).Select(found => found.Path).Should().BeEquivalentTo(native, _folder.Combine("One/runtimes"));
        check.Way(native).Should().BeEmpty("it has been found");
    }

    [Test]
    public void Behind_a_link_the_links_folder_and_the_target_count()
    {
        var target = Write("elsewhere/lib.dll", "0666");
        Owners.Mode(_folder.Combine("elsewhere"), "0777");
        _folder.Write("One/One.dll", "");
        File.CreateSymbolicLink(_folder.Combine("One/lib.dll"), "../elsewhere/lib.dll");
        File.CreateSymbolicLink(_folder.Combine("configuration"), "One");

        Check().Tree(_folder.Combine("One")).Select(found => found.Path).Should().BeEquivalentTo(_folder.Combine("elsewhere"), target);
        Check().Way(_folder.Combine("configuration/lib.dll")).Select(found => found.Path).Should().BeEquivalentTo(_folder.Combine("elsewhere"), target);
        Owners.Mode(_folder.Combine("One"), "0777");
        Check().Way(_folder.Combine("configuration/lib.dll")).Select(found => found.Path).Should().Contain(_folder.Combine("One"));
    }

    [Test]
    public void A_folder_behind_a_link_is_looked_into_and_links_in_a_circle_come_to_an_end()
    {
        var library = Write("libraries/a/lib.dll", "0666");
        _folder.Write("One/One.dll", "");
        Directory.CreateSymbolicLink(_folder.Combine("One/libraries"), _folder.Combine("libraries"));
        Directory.CreateSymbolicLink(_folder.Combine("libraries/circle"), _folder.Combine("libraries"));
        File.CreateSymbolicLink(_folder.Combine("One/itself"), "itself");

        Check().Tree(_folder.Combine("One")).Should().ContainSingle().Which.Path.Should().Be(library);
    }

    [Test]
    public void What_is_missing_is_looked_for_as_far_as_its_way_goes()
    {
        Directory.CreateDirectory(_folder.Combine("open"));
        Owners.Mode(_folder.Combine("open"), "0777");

        Check().Way(_folder.Combine("open/none/a.conf")).Should().ContainSingle("whoever can make it can say what is in it")
            .Which.Path.Should().Be(_folder.Combine("open"));
    }

    [Test]
    public void Someone_elses_file_is_found_whatever_its_mode()
    {
        var file = Write("a.conf", "0600");
        Owners.Give(file, user: Owners.Stranger);

        Check().Way(file).Should().ContainSingle().Which.Describe("the configuration").Should()
            .Contain($"its owner {Owners.Stranger} can write to it (mode 0600, ")
            .And.Contain($"run chown root {file}, or run this as {Owners.Stranger} if that is the daemon's user.");
    }

    [Test]
    public void The_daemons_users_own_file_is_not_found()
    {
        var file = Write("a.conf", "0600");
        Owners.Give(file, user: Owners.Stranger);

        new WriteCheck(new(Owners.Stranger)).Way(file).Where(found => found.Path == file).Should().BeEmpty();
    }

    [Test]
    public void Someone_elses_link_and_someone_elses_folder_above_are_found()
    {
        var file = Write("theirs/a.conf", "0644");
        File.CreateSymbolicLink(_folder.Combine("link.conf"), "theirs/a.conf");
        Owners.Give(_folder.Combine("theirs"), user: Owners.Stranger);
        Owners.Give(_folder.Combine("link.conf"), user: Owners.Stranger);

        Check().Way(_folder.Combine("link.conf")).Select(found => found.Cure.Split(',')[0]).Should().BeEquivalentTo(
            $"run chown -h root {_folder.Combine("link.conf")}", $"run chown root {_folder.Combine("theirs")}");
        File.Exists(file).Should().BeTrue();
    }

    [Test]
    public void A_group_that_may_write_counts_as_others()
    {
        var file = Write("a.conf", "0664");
        Owners.Give(file, group: Owners.Stranger);

        Check().Way(file).Should().ContainSingle().Which.Describe("the configuration").Should()
            .Contain($"the group {Owners.Stranger} can write to it (mode 0664, ").And.EndWith($"run chmod go-w {file}.");
    }

    [Test]
    public void Roots_group_and_a_group_that_is_the_daemons_users_alone_do_not()
    {
        if (AccountDatabase.UserName(WebServer) != AccountDatabase.GroupName(WebServer))
            Assert.Ignore("This system has no user 33 with a group of its own.");
        var roots = Write("roots.conf", "0664");
        Owners.Give(roots, user: 0, group: 0);
        var own = Write("own.conf", "0664");
        Owners.Give(own, WebServer, WebServer);

        Check().Way(roots).Should().BeEmpty();
        new WriteCheck(new(WebServer)).Way(own).Should().BeEmpty();
        Check().Way(own).Should().ContainSingle("it is someone else's")
            .Which.Who.Should().Be($"its owner {AccountDatabase.UserName(WebServer)} and the group {AccountDatabase.GroupName(WebServer)}");
    }

    [Test]
    public void Whoever_an_access_control_list_lets_write_is_named()
    {
        var file = Write("a.conf", "0640");
        Owners.List(file, owner: 6, user: (Owners.Stranger, 6), group: 4, mask: 6, others: 0);

        Check().Way(file).Should().ContainSingle().Which.Describe("the configuration").Should()
            .Contain($"the user {Owners.Stranger} in its access control list can write to it (mode 0660, ").And.EndWith($"run chmod go-w {file}.");
        Owners.Mode(file, "0640");
        Check().Way(file).Should().BeEmpty("chmod g-w takes it from everybody in the list");
    }

    [Test]
    public void An_access_control_list_that_lets_others_only_read_is_in_order()
    {
        var file = Write("a.conf", "0640");
        Owners.List(file, owner: 6, user: (Owners.Stranger, 4), group: 4, mask: 6, others: 0);

        File.GetUnixFileMode(file).Should().HaveFlag(UnixFileMode.GroupWrite);
        Check().Way(file).Should().BeEmpty();
    }

    [Test]
    public void A_list_is_read_as_the_kernel_keeps_it()
    {
        var read = AccessControlList.Read(
            Owners.AccessControlList((0x01, 6, 0), (0x02, 6, 7), (0x02, 4, 8), (0x04, 6, 0), (0x08, 2, 9), (0x10, 6, 0), (0x20, 4, 0)), group: 5);

        read.Users.Should().Equal(7);
        read.Groups.Should().Equal(5, 9);
        AccessControlList.Read([2, 0, 0], group: 5).Users.Should().BeEmpty("what is cut short says nothing");
    }

    [Test]
    public void A_command_that_is_copied_names_one_file_whatever_it_is_called()
    {
        var file = Write("it's a.conf", "0666");

        Check().Way(file).Should().ContainSingle().Which.Cure.Should().Be($@"run chmod go-w '{_folder.Path}/it'\''s a.conf'");
    }

    private static WriteCheck Check() => new(Accounts.OfProcess());

    private string Write(string name, string mode)
    {
        var path = _folder.Write(name, "");
        Owners.Mode(path, mode);
        return path;
    }
}
