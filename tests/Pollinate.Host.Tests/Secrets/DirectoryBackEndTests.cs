using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Secrets.Files;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Secrets;

/// <summary><c>[secrets] backend = directory</c>.</summary>
internal sealed class DirectoryBackEndTests
{
    private const string Marked = "marked-secret";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("x", "x")]
    [TestCase("x\n", "x")]
    [TestCase("x\r\n", "x")]
    [TestCase("x\n\n", "x\n")]
    [TestCase(" x ", " x ")]
    [TestCase("\n", "")]
    [TestCase("", "")]
    public async Task A_file_is_a_secret_without_one_newline_at_its_end(string content, string value)
    {
        _folder.Write("WINDOWS_KEY.host-1", content);
        await using var store = Store();

        (await store.ReadAsync()).Should().BeEquivalentTo(new Dictionary<string, string> { ["WINDOWS_KEY.host-1"] = value });
    }

    [Test]
    public async Task Folders_and_names_that_begin_with_a_dot_are_passed_over()
    {
        _folder.Write("a", "1");
        _folder.Write(".hidden", "2");
        _folder.Write("sub/b", "3");
        Directory.CreateSymbolicLink(_folder.Combine("link-to-folder"), _folder.Combine("sub"));
        await using var store = Store();

        (await store.ReadAsync()).Keys.Should().Equal("a");
    }

    [Test]
    public async Task A_mount_of_Kubernetes_is_read_and_its_exchange_seen_after_cache_time()
    {
        _folder.Write("..2026_1/A", "old");
        _folder.Write("..2026_2/A", "new");
        _folder.Write("..2026_2/B", "more");
        Directory.CreateSymbolicLink(_folder.Combine("..data"), "..2026_1");
        File.CreateSymbolicLink(_folder.Combine("A"), "..data/A");
        await using var store = Store();
        (await store.ReadAsync()).Should().BeEquivalentTo(new Dictionary<string, string> { ["A"] = "old" });

        Directory.Delete(_folder.Combine("..data"));
        Directory.CreateSymbolicLink(_folder.Combine("..data"), "..2026_2");
        File.CreateSymbolicLink(_folder.Combine("B"), "..data/B");
        (await store.ReadAsync())["A"].Should().Be("old");
        store.Clock.Advance(TimeSpan.FromSeconds(60));

        (await store.ReadAsync()).Should().BeEquivalentTo(new Dictionary<string, string> { ["A"] = "new", ["B"] = "more" });
    }

    [Test]
    public async Task A_secret_whose_file_is_removed_is_gone_after_cache_time()
    {
        _folder.Write("a", "1");
        _folder.Write("b", "2");
        await using var store = Store();
        await store.ReadAsync();
        File.Delete(_folder.Combine("a"));

        store.Clock.Advance(TimeSpan.FromSeconds(60));

        (await store.ReadAsync()).Keys.Should().Equal("b");
    }

    [Test]
    public async Task A_folder_that_is_missing_or_a_file_is_named_with_the_cure()
    {
        var missing = _folder.Combine("none");
        var file = _folder.Write("file", "x");
        await using var first = Store(missing);
        await using var second = Store(file);

        (await first.FailureAsync()).Message.Should().Be($"[secrets] directory: {missing} does not exist; make it, or correct the option.");
        (await second.FailureAsync()).Message.Should().Be($"[secrets] directory: {file} is a file; name a folder, or set backend = file.");
    }

    [Test]
    public async Task A_link_that_leads_nowhere_is_named()
    {
        File.CreateSymbolicLink(_folder.Combine("a"), _folder.Combine("none"));
        await using var store = Store();

        (await store.FailureAsync()).Message.Should().Be($"[secrets] directory: {_folder.Combine("a")} does not exist; write it, or correct the option.");
    }

    [Test]
    public async Task Bytes_that_are_no_text_are_named_and_not_quoted()
    {
        await File.WriteAllBytesAsync(_folder.Combine("a"), [.. "marked-secret"u8, 0xFF]);
        await using var store = Store();

        (await store.FailureAsync()).Message.Should().Be($"[secrets] directory: {_folder.Combine("a")} is not UTF-8; save it as UTF-8.");
    }

    [Test]
    public async Task A_file_over_a_mebibyte_is_refused()
    {
        _folder.Write("a", new('x', SecretText.LargestFile + 1));
        await using var store = Store();

        (await store.FailureAsync()).Message.Should().Contain($"{_folder.Combine("a")} is over 1048576 bytes");
    }

    [Test]
    public async Task Files_over_ten_mebibytes_altogether_are_refused()
    {
        for (var index = 0; index < 10; index++)
            _folder.Write($"f{index}", new('x', SecretText.LargestFile));
        await using var store = Store();
        (await store.ReadAsync()).Should().HaveCount(10);
        _folder.Write("one-more", "x");
        await using var another = Store();

        (await another.FailureAsync()).Message.Should().Be($"[secrets] directory: the files in {_folder.Path} are over 10485760 bytes altogether; leave only secrets in it.");
    }

    [Test]
    public async Task When_the_folder_is_away_the_last_secrets_serve_on_for_stale_time()
    {
        _folder.Write("mount/a", Marked);
        await using var store = Store(_folder.Combine("mount"));
        await store.ReadAsync();
        Directory.Move(_folder.Combine("mount"), _folder.Combine("away"));

        store.Clock.Advance(TimeSpan.FromSeconds(60));
        (await store.ReadAsync())["a"].Should().Be(Marked);
        store.Clock.Advance(TimeSpan.FromSeconds(600));
        await store.FailureAsync();
        Directory.Move(_folder.Combine("away"), _folder.Combine("mount"));

        (await store.ReadAsync())["a"].Should().Be(Marked);
        store.Said.Should().HaveCount(3);
        store.Said[2].Should().Be("Information: The secrets can be read again.");
    }

    [Test]
    public void Without_the_option_the_folder_is_systemds()
    {
        SecretDirectory.PathOf(new() { Directory = "/d" }, _ => "/c").Should().Be("/d");
        SecretDirectory.PathOf(new() { Directory = "" }, name => name == "CREDENTIALS_DIRECTORY" ? "/c" : null).Should().Be("/c");
        SecretDirectory.PathOf(new(), _ => "").Should().BeNull();
    }

    private StoreUnderTest Store(string? path = null) =>
        new(new() { Backend = SecretsOptions.InDirectory, Directory = path ?? _folder.Path }, new(), Marked);
}
