using System.Text;
using Pollinate.Host.Configuration;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Configuration;

internal sealed class ConfigurationErrorTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void All_that_is_wrong_is_said_at_once_with_file_line_option_and_cure()
    {
        _folder.Write("a.conf", """
            above = everything
            [DEFAULT]
            no separator
              continued too early
            debug = maybe
            api_timeout = 5s
            [broken
            auth_strategy = none
            """);
        _folder.Write("b.conf", "[server]\nport = http\n= no key\n[]\n");

        var errors = Refused("a.conf", "b.conf", "missing.conf");

        errors.Should().SatisfyRespectively(
            error => Names(error, "a.conf:2: ", "'above'", "below a header"),
            error => Names(error, "a.conf:3: ", "no ':' or '='"),
            error => Names(error, "a.conf:4: ", "unexpected continuation line"),
            error => Names(error, "a.conf:5: ", "[DEFAULT] debug", "'maybe'", "use true or false"),
            error => Names(error, "a.conf:6: ", "[DEFAULT] api_timeout", "'5s'", "not a whole number"),
            error => Names(error, "a.conf:7: ", "invalid section"),
            error => Names(error, "a.conf:8: ", "[DEFAULT] auth_strategy", "'none'", "use noauth, keystone, testing"),
            error => Names(error, "b.conf:2: ", "[server] port", "'http'"),
            error => Names(error, "b.conf:3: ", "key cannot be empty"),
            error => Names(error, "b.conf:4: ", "empty section name"),
            error => Names(error, "missing.conf: ", "does not exist"));
    }

    [TestCase("password", "pass$w0rd-of-nova")]
    [TestCase("password", "pass${w0rd.of}-nova")]
    [TestCase("token", "$w0rd.of.nova")]
    public void An_error_about_a_secret_quotes_nothing_of_it(string option, string value)
    {
        _folder.Write("a.conf", $"[keystone_authtoken]\n{option} = {value}\n");

        Refused("a.conf").Should().ContainSingle().Which.Should()
            .Contain("a.conf:2: ").And.Contain($"[keystone_authtoken] {option}").And.Contain("write $$ for a dollar sign").And.NotContain("w0rd");
    }

    [Test]
    public void An_error_about_an_option_that_is_no_secret_quotes_the_name_that_it_refers_to()
    {
        _folder.Write("a.conf", "[vault]\npath = $nowhere\n");

        Refused("a.conf").Should().ContainSingle().Which.Should().Contain("$nowhere names an option that does not exist");
    }

    [Test]
    public void What_can_be_a_piece_of_a_key_is_not_quoted_as_the_name_of_an_option()
    {
        const string piece = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
        _folder.Write("a.conf", $"[vault]\ntoken = -----BEGIN PRIVATE KEY-----\n{piece}=\nkJ8sA==\nurrl = x\n");
        _folder.Write("b.conf", $"{piece}=\n");

        var warnings = ConfigurationLoader.Load(OsloCase.Arguments(_folder, [new(false, "a.conf")]), []).Warnings;

        string.Join('\n', warnings).Should().NotContain(piece).And.NotContain("kJ8sA")
            .And.Contain("a.conf:3: the option that begins this line in [vault] is unknown").And.Contain("'urrl'").And.Contain("did you mean 'url'?");
        Refused("b.conf").Should().ContainSingle().Which.Should().NotContain(piece).And.Contain("put it below a header");
    }

    [Test]
    public void A_file_that_is_missing_is_named()
    {
        Refused("missing.conf").Should().ContainSingle().Which.Should().StartWith(_folder.Combine("missing.conf: "))
            .And.Contain("does not exist");
    }

    [Test]
    public void A_folder_that_is_missing_is_named_with_the_switch_that_names_it() =>
        RefusedPaths([new(true, "missing.d")]).Should().Equal(
            $"{_folder.Combine("missing.d")}: the configuration folder does not exist; make it, or correct --config-dir.");

    [Test]
    public void A_link_that_leads_to_itself_is_named_and_so_is_a_folder_whose_name_no_system_takes()
    {
        var name = new string('x', 300);
        File.CreateSymbolicLink(_folder.Combine("circle"), _folder.Combine("circle"));

        RefusedPaths([new(false, "circle")]).Should().Equal(
            $"{_folder.Combine("circle")}: the configuration file can't be read; the daemon's user must be able to.");
        RefusedPaths([new(true, name)]).Should().Equal(
            $"{_folder.Combine(name)}: the configuration folder can't be read (PathTooLongException); the daemon's user must be able to list it.");
    }

    [TestCase("above = x", 1)]
    [TestCase("above = x\n", 1)]
    [TestCase("above = x\r", 1)]
    [TestCase("above = x\r\n", 1)]
    [TestCase("above = x\n\n", 2)]
    [TestCase("above = x\n#", 2)]
    [TestCase("above = x\n  ", 2)]
    [TestCase("above = x\n  more\n", 2)]
    public void What_stands_behind_the_last_line_feed_is_no_line_of_its_own(string text, int line)
    {
        _folder.Write("a.conf", text);

        Refused("a.conf").Should().ContainSingle().Which.Should().StartWith($"{_folder.Combine("a.conf")}:{line}: ");
    }

    [Test]
    public void A_line_of_what_only_Python_takes_for_blanks_ends_a_value_as_well()
    {
        _folder.Write("a.conf", "[DEFAULT]\nhost = a\n\u001c\n b\n");

        Refused("a.conf").Should().ContainSingle().Which.Should().Contain("a.conf:4: ").And.Contain("unexpected continuation line");
    }

    [Test]
    public void A_reference_to_a_group_that_does_not_exist_is_told_with_both_ways_to_write_it()
    {
        _folder.Write("a.conf", "[vault]\npath = ${nowhere.x.y}\n");

        Refused("a.conf").Should().ContainSingle().Which.Should().EndWith(
            "${nowhere.x.y} names the group [nowhere], which does not exist; write ${nowhere}.x.y for an option followed by a dot, or $$ for a dollar sign.");
    }

    [TestCase(78, "")]
    [TestCase(79, "…")]
    public void A_value_is_quoted_up_to_eighty_characters(int length, string end)
    {
        _folder.Write("a.conf", $"[DEFAULT]\ndebug = {new string('x', length)}\n");

        var quoted = $"'{new string('x', length)}'";
        Refused("a.conf").Should().ContainSingle().Which.Should().Contain($"[DEFAULT] debug: {quoted[..80]}{end} is neither");
    }

    [Test]
    public void A_folder_given_as_a_file_and_a_dangling_link_are_named()
    {
        Directory.CreateDirectory(_folder.Combine("d/sub.conf"));
        File.CreateSymbolicLink(_folder.Combine("d/link.conf"), _folder.Combine("nowhere"));
        _folder.Write("target.conf", "[DEFAULT]\nhost = by-link\n");
        File.CreateSymbolicLink(_folder.Combine("d/good.conf"), _folder.Combine("target.conf"));

        var errors = RefusedPaths([new(true, "d")]);

        errors.Should().HaveCount(2);
        errors[0].Should().Contain("d/link.conf").And.Contain("does not exist");
        errors[1].Should().Contain("d/sub.conf").And.Contain("folder");
    }

    [Test]
    public void The_line_of_bytes_that_are_not_UTF_8_is_named_even_in_a_comment()
    {
        File.WriteAllBytes(_folder.Combine("a.conf"), [.. "[DEFAULT]\r\n# caf"u8, 0xE9, .. "\nhost = h\n"u8]);

        Refused("a.conf").Should().ContainSingle().Which.Should().Contain("a.conf:2: ").And.Contain("UTF-8");
    }

    [Test]
    public void A_byte_order_mark_is_no_header()
    {
        File.WriteAllText(_folder.Combine("a.conf"), "[DEFAULT]\nhost = h\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Refused("a.conf").Should().Contain(error => error.Contains("a.conf:1: ", StringComparison.Ordinal));
    }

    [Test]
    public void No_error_shows_a_secret()
    {
        _folder.Write("a.conf", """
            [keystone_authtoken]
            password = hunter2$nope
            insecure = ${password_of_mine}hunter2
            password hunter2
              hunter2
            memcache_pool_maxsize = ${vault.token}
            [vault]
            token = hunter2
            timeout = $token
            [DEFAULT]
            debug = ${vault.token}
            """);

        var errors = Refused("a.conf");

        errors.Should().HaveCountGreaterThan(4);
        // A value that is no secret by its declaration is quoted as it stands in the file, never as substituted.
        errors.Where(error => !error.Contains("[keystone_authtoken] insecure", StringComparison.Ordinal))
            .Should().NotContain(error => error.Contains("hunter2", StringComparison.Ordinal));
    }

    [Test]
    public void A_value_that_refers_to_itself_is_refused()
    {
        _folder.Write("a.conf", "[vault]\nurl = $path\npath = $url\n");

        Refused("a.conf").Should().OnlyContain(error => error.Contains("refers to itself", StringComparison.Ordinal));
    }

    [Test]
    public void A_bad_value_in_the_environment_is_blamed_on_the_variable()
    {
        var load = () => ConfigurationLoader.Load(
            OsloCase.Arguments(_folder, [], new Dictionary<string, string> { ["OS_SERVER__PORT"] = "http" }), []);

        load.Should().Throw<ConfigurationException>().Which.Errors.Should().ContainSingle()
            .Which.Should().StartWith("OS_SERVER__PORT: [server] port: ");
    }

    [Test]
    public void What_oslo_checks_before_the_environment_has_its_say_is_checked_here_too()
    {
        _folder.Write("a.conf", "[DEFAULT]\ndebug = maybe\n");
        var load = () => ConfigurationLoader.Load(
            OsloCase.Arguments(_folder, [new(false, "a.conf")], new Dictionary<string, string> { ["OS_DEFAULT__DEBUG"] = "true" }), []);

        load.Should().Throw<ConfigurationException>().Which.Errors.Should().ContainSingle().Which.Should().Contain("a.conf:2: ");
    }

    [TestCase("99999")]
    [TestCase("-1")]
    [TestCase("123456789012345678901234567890")]
    public void A_port_that_is_none_can_be_shown_but_not_served_with(string port)
    {
        _folder.Write("a.conf", $"[server]\nport = {port}\n");

        var snapshot = ConfigurationLoader.Load(OsloCase.Arguments(_folder, [new(false, "a.conf")]), []);

        snapshot.Value("server", "port")!.ToString().Should().Be(port);
        snapshot.ServingErrors.Should().ContainSingle().Which.Should().Contain("a.conf:2: [server] port: the number must be from 0 to 65535");
    }

    private static void Names(string error, params string[] parts)
    {
        foreach (var part in parts)
            error.Should().Contain(part);
    }

    private IReadOnlyList<string> Refused(params string[] files) =>
        RefusedPaths([.. files.Select(file => new ConfigurationPath(IsDirectory: false, file))]);

    private IReadOnlyList<string> RefusedPaths(IReadOnlyList<ConfigurationPath> paths)
    {
        var load = () => ConfigurationLoader.Load(OsloCase.Arguments(_folder, paths), []);
        return load.Should().Throw<ConfigurationException>().Which.Errors;
    }
}
