using System.Text;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Secrets.Files;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Secrets;

/// <summary><c>[secrets] backend = file</c>.</summary>
internal sealed class FileBackEndTests
{
    private const string Marked = "marked-secret";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("a.json")]
    [TestCase("a.conf")]
    [TestCase("secrets")]
    public async Task A_JSON_object_is_read_whatever_the_files_name(string name)
    {
        await using var store = Store(_folder.Write(name, "\n  {\"A\": \"x\\ny\", \"b\": 5, \"A\": \"last\", \"o\": {\"p\": [true]}}\n"));

        (await store.ReadAsync()).Should().BeEquivalentTo(new Dictionary<string, string> { ["A"] = "last", ["b"] = "5", ["o"] = """{"p": [true]}""" });
    }

    [Test]
    public async Task INI_is_read_in_the_configurations_dialect_without_its_substitutions()
    {
        await using var store = Store(_folder.Write("s.ini", """
            # A comment
            [DEFAULT]
            PLAIN = a b # no comment
            quoted = " blanks "
            dollar = pa$$word$host
            pem = -----BEGIN-----
              line=2
              -----END-----
            [secrets]
            Colon: x=y
            PLAIN = later
            """));

        (await store.ReadAsync()).Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["PLAIN"] = "later",
            ["quoted"] = " blanks ",
            ["dollar"] = "pa$$word$host",
            ["pem"] = "-----BEGIN-----\nline=2\n-----END-----",
            ["Colon"] = "x=y",
        });
    }

    [TestCase("\uFEFF{\"a\": \"b\"}")]
    [TestCase("\uFEFF[secrets]\r\na = b\r\n")]
    public async Task A_byte_order_mark_is_passed_over(string content)
    {
        await using var store = Store(_folder.Write("s", content));

        (await store.ReadAsync()).Should().BeEquivalentTo(new Dictionary<string, string> { ["a"] = "b" });
    }

    [TestCase("s.json", "[\"marked-secret\"]", ": {0} must hold a JSON object of secrets by name.")]
    [TestCase("s.json", "marked-secret", ": {0}:1: this is not JSON.")]
    [TestCase("s.conf", "{\"a\": 1,\n\"b\": marked-secret}", ": {0}:2: this is not JSON.")]
    [TestCase("s.json", "{\"a\": \"marked-secret\"} marked-secret", ": {0}:1: this is not JSON.")]
    [TestCase("s.json", "{\"a\": \"marked-secret\\ud800\"}", ": {0}: a name or a value is no Unicode text.")]
    [TestCase("s.json", "", ": {0}:1: this is not JSON.")]
    [TestCase("s.ini", "[secrets]\na = 1\nmarked-secret\n", ": {0}:3: this is neither a header [secrets] nor name = value below one; further lines of a value begin with a blank.")]
    [TestCase("s.ini", "marked-secret = 1\n[secrets]\n", ": {0}:2: this is neither a header [secrets] nor name = value below one; further lines of a value begin with a blank.")]
    [TestCase("s.ini", "[secrets]\na = 1\n[marked-secret]\nb = 2\n", ": {0}:3: secrets are read from the sections [DEFAULT] and [secrets] alone; put them there.")]
    public async Task What_can_not_be_read_is_named_by_its_place_and_not_quoted(string name, string content, string message)
    {
        var path = _folder.Write(name, content);
        await using var store = Store(path);

        (await store.FailureAsync()).Message.Should().Be("[secrets] file" + message.Replace("{0}", path, StringComparison.Ordinal));
    }

    [Test]
    public async Task Bytes_that_are_no_UTF_8_are_not_quoted()
    {
        var path = _folder.Combine("s.json");
        await File.WriteAllBytesAsync(path, [.. "{\"a\": \"marked-secret"u8, 0xFF, .. "\"}"u8]);
        await using var store = Store(path);

        (await store.FailureAsync()).Message.Should().Be($"[secrets] file: {path} is not UTF-8; save it as UTF-8.");
    }

    [Test]
    public async Task A_file_that_is_missing_or_a_folder_is_named_with_the_cure()
    {
        await using var missing = Store(_folder.Combine("none"));
        await using var folder = Store(_folder.Path);

        (await missing.FailureAsync()).Message.Should().Be($"[secrets] file: {_folder.Combine("none")} does not exist; write it, or correct the option.");
        (await folder.FailureAsync()).Message.Should().Be($"[secrets] file: {_folder.Path} is a folder; name a file.");
    }

    [Test]
    public async Task A_file_may_have_one_mebibyte_and_no_byte_more()
    {
        var path = _folder.Combine("s.json");
        var content = new StringBuilder("{\"a\": \"").Append('x', SecretText.LargestFile - 9).Append("\"}").ToString();
        await File.WriteAllTextAsync(path, content);
        await using var store = Store(path);
        (await store.ReadAsync())["a"].Should().HaveLength(SecretText.LargestFile - 9);

        await File.AppendAllTextAsync(path, " ");
        await using var another = Store(path);

        (await another.FailureAsync()).Message.Should().Be($"[secrets] file: {path} is over 1048576 bytes, more than a file of secrets may have; make it smaller.");
    }

    [Test]
    public async Task A_change_is_seen_after_cache_time()
    {
        var path = _folder.Write("s.json", """{"a": "1"}""");
        await using var store = Store(path, options => options with { CacheTime = 30 });
        await store.ReadAsync();
        _folder.Write("s.json", """{"a": "2"}""");

        store.Clock.Advance(TimeSpan.FromSeconds(29));
        (await store.ReadAsync())["a"].Should().Be("1");
        store.Clock.Advance(TimeSpan.FromSeconds(1));

        (await store.ReadAsync())["a"].Should().Be("2");
    }

    [TestCase(null)]
    [TestCase("{\"a\": \"marked-sec")]
    public async Task A_file_that_has_gone_or_is_half_written_leaves_the_last_secrets_for_stale_time(string? content)
    {
        var path = _folder.Write("s.json", $$"""{"a": "{{Marked}}"}""");
        await using var store = Store(path, options => options with { StaleTime = 100 });
        await store.ReadAsync();
        if (content is null)
            File.Delete(path);
        else
            _folder.Write("s.json", content);

        store.Clock.Advance(TimeSpan.FromSeconds(60));
        (await store.ReadAsync())["a"].Should().Be(Marked);
        store.Said.Should().ContainSingle().Which.Should().StartWith($"Warning: [secrets] file: {path}").And.EndWith("The secrets read 60 s ago serve on, for 100 s at most.");
        store.Clock.Advance(TimeSpan.FromSeconds(100));

        await store.FailureAsync();
    }

    private static StoreUnderTest Store(string path, Func<SecretsOptions, SecretsOptions>? change = null) =>
        new((change ?? (options => options))(new() { Backend = SecretsOptions.InFile, File = path }), new(), Marked, "marked-sec");
}
