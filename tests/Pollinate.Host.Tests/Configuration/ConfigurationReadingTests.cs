using System.Numerics;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Dialect;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Configuration;

internal sealed class ConfigurationReadingTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Paths_count_from_the_directory_of_the_start_wherever_the_process_is()
    {
        var snapshot = Load("""
            [DEFAULT]
            plugins_dir = one, /two/../three
            plugins_cache_dir = cache
            log_file = logs/daemon.log
            [keystone_authtoken]
            cafile = ca.pem
            [secrets]
            file = ./secrets.json
            [vault]
            cacert = vault.pem
            [healthcheck]
            disable_by_file_path = down
            disable_by_file_paths = 8612:down, 8613:/run/down, no-port
            """);

        snapshot.Bind<DefaultOptions>().PluginsDir.Should().Equal(_folder.Combine("one"), "/three");
        snapshot.Bind<DefaultOptions>().PluginsCacheDir.Should().Be(_folder.Combine("cache"));
        snapshot.Bind<DefaultOptions>().LogFile.Should().Be(_folder.Combine("logs", "daemon.log"));
        snapshot.Bind<KeystoneAuthtokenOptions>().Cafile.Should().Be(_folder.Combine("ca.pem"));
        snapshot.Bind<SecretsOptions>().File.Should().Be(_folder.Combine("secrets.json"));
        snapshot.Bind<SecretsOptions>().Directory.Should().BeNull();
        snapshot.Bind<VaultOptions>().Cacert.Should().Be(_folder.Combine("vault.pem"));
        snapshot.Bind<HealthcheckOptions>().DisableByFilePath.Should().Be(_folder.Combine("down"));
        snapshot.Bind<HealthcheckOptions>().DisableByFilePaths.Should().Equal($"8612:{_folder.Combine("down")}", "8613:/run/down", "no-port");
        snapshot.Value("DEFAULT", "log_file").Should().Be("logs/daemon.log", "what is shown is what was written");
    }

    [TestCase("port = ٣٤", "34")]
    [TestCase("port = 𝟗𝟗", "99", TestName = "A_number_is_read_as_Python_reads_it(mathematical digits)")]
    [TestCase("port = 1_000", "1000")]
    [TestCase("port = +7", "7")]
    [TestCase("port = -0", "0")]
    [TestCase("port = \"\u001C 8 \u001F\"", "8", TestName = "A_number_is_read_as_Python_reads_it(separators around it)")]
    [TestCase("port =", null)]
    public void A_number_is_read_as_Python_reads_it(string line, string? value)
    {
        Load($"[server]\n{line}\n").Value("server", "port")?.ToString().Should().Be(value);
    }

    [TestCase("1__0")]
    [TestCase("_1")]
    [TestCase("1_")]
    [TestCase("+")]
    [TestCase("+-1")]
    [TestCase("1 2")]
    [TestCase("²")]
    [TestCase("½")]
    public void What_is_no_number_to_Python_is_none_here(string text)
    {
        var load = () => Load($"[server]\nport = {text}\n");

        load.Should().Throw<ConfigurationException>();
    }

    [Test]
    public void A_number_may_have_4300_digits_and_no_more()
    {
        var longest = new string('9', 4300);

        Load($"[server]\nport = {longest}\n").Value("server", "port").Should().Be(BigInteger.Parse(longest));
        var load = () => Load($"[server]\nport = {longest}9\n");
        load.Should().Throw<ConfigurationException>().WithMessage("*4300 digits*");
    }

    [TestCase("4", 4.0)]
    [TestCase("2.5", 2.5)]
    [TestCase(".5", 0.5)]
    [TestCase("5.", 5.0)]
    [TestCase("1_0.2_5", 10.25)]
    [TestCase("+1e-1", 0.1)]
    [TestCase("-1E2", -100.0)]
    [TestCase("inf", double.PositiveInfinity)]
    [TestCase("Infinity", double.PositiveInfinity)]
    [TestCase("-INF", double.NegativeInfinity)]
    [TestCase("nan", double.NaN)]
    [TestCase("", null)]
    public void A_number_with_a_fraction_is_read_as_Python_reads_it(string text, double? value) =>
        Load($"[DEFAULT]\nrequest_timeout = {text}\n").Value("DEFAULT", "request_timeout").Should().Be(value);

    [TestCase("4s")]
    [TestCase("1,5")]
    [TestCase("1__0.0")]
    [TestCase("._5")]
    [TestCase("e5")]
    [TestCase("+")]
    [TestCase("-")]
    [TestCase("0x10")]
    public void What_is_no_number_with_a_fraction_is_refused_with_the_place_and_the_cure(string text)
    {
        var load = () => Load($"[DEFAULT]\nrequest_timeout = {text}\n");

        load.Should().Throw<ConfigurationException>().WithMessage($"*a.conf:2: [DEFAULT] request_timeout: '{text}' is not a number; write one such as 4 or 2.5*");
    }

    [TestCase("-1")]
    [TestCase("inf")]
    [TestCase("nan")]
    [TestCase("86401")]
    public void A_number_of_seconds_out_of_bounds_can_be_shown_and_not_served_with(string text) =>
        Load($"[DEFAULT]\nrequest_timeout = {text}\n").ServingErrors.Should()
            .ContainSingle().Which.Should().EndWith("a.conf:2: [DEFAULT] request_timeout: the number must be from 0 to 86400.");

    [TestCase("\v")]
    [TestCase("\f")]
    [TestCase("\u0085")]
    [TestCase("\u2028")]
    [TestCase("\0")]
    public void Only_line_feeds_and_carriage_returns_end_a_line(string character)
    {
        Load($"[vault]\nurl = a{character}b\n").Value("vault", "url").Should().Be($"a{character}b");
    }

    [Test]
    public void A_lone_carriage_return_ends_a_line()
    {
        Load("[vault]\rurl = a\rpath = b\r").Value("vault", "path").Should().Be("b");
    }

    [Test]
    public void Sections_are_known_in_any_case_but_for_the_general_one()
    {
        var snapshot = Load("[Vault]\nurl = a\n[VAULT]\npath = b\n[default]\nhost = no\n[Default]\nhost = no\n");

        snapshot.Value("vault", "url").Should().Be("a");
        snapshot.Value("vault", "path").Should().Be("b");
        snapshot.Value("DEFAULT", "host").Should().BeNull();
        snapshot.Warnings.Should().ContainSingle().Which.Should().Contain("[default]").And.Contain("did you mean [DEFAULT]?");
    }

    [TestCase("[DEFAULT]\nprovider = a\n", "a.conf:2: the option 'provider' in [DEFAULT] is unknown", "did you mean 'providers'?")]
    [TestCase("[DEFAULT]\nlog-file = a\n", "the option 'log-file' in [DEFAULT] is unknown", "did you mean 'log_file'?")]
    [TestCase("[keystone_authtokens]\nx = a\n", "a.conf:1: the section [keystone_authtokens] is unknown", "did you mean [keystone_authtoken]?")]
    [TestCase("[DEFAULT]\nrpc_backend = a\n", "the option 'rpc_backend' in [DEFAULT] is unknown and has no effect.", "")]
    [TestCase("[flask]\nport = 1\n", "a.conf:2: [flask] port is an old name", "write [server] port")]
    [TestCase("[keystone_authtoken]\nauth_plugin = token\n", "[keystone_authtoken] auth_plugin is an old name", "write [keystone_authtoken] auth_type")]
    [TestCase("[DEFAULT]\nuse_sysolg = true\n", "a.conf:2: the option 'use_sysolg' in [DEFAULT] is unknown", "did you mean 'use_syslog'?")]
    [TestCase("[cors]\nmax_ages = 1\n", "a.conf:2: the option 'max_ages' in [cors] is unknown", "did you mean 'max_age'?")]
    [TestCase("[keystone_authtoken]\ncache = m\n", "a.conf: [keystone_authtoken] cache (it names a variable of a WSGI environment).", "have no effect")]
    public void What_works_but_is_worth_a_word_is_a_warning(string text, string warning, string suggestion)
    {
        Load(text).Warnings.Should().Contain(line => line.Contains(warning, StringComparison.Ordinal) && line.Contains(suggestion, StringComparison.Ordinal));
    }

    [Test]
    public void All_that_the_original_understands_and_the_daemon_has_no_use_for_is_one_warning()
    {
        var snapshot = Load(
            """
            [DEFAULT]
            use_eventlog = true
            publish_errors = true
            [cors]
            max_age = 1
            [keystone_authtoken]
            memcache_use_advanced_pool = false
            cache = m
            [flask]
            secret_key = k
            """,
            new() { ["OS_DEFAULT__FATAL_DEPRECATIONS"] = "true", ["OS_KEYSTONE_AUTHTOKEN__AUTH_VERSION"] = "v3" });

        snapshot.Warnings.Should().ContainSingle().Which.Should().Match(
            "These options of the original service have no effect here. *a.conf: [DEFAULT] use_eventlog, publish_errors; [cors] max_age; " +
            "[flask] secret_key (there are no sessions to sign); [keystone_authtoken] cache (it names a variable of a WSGI environment), " +
            "memcache_use_advanced_pool (there is one pool). " +
            "OS_DEFAULT__FATAL_DEPRECATIONS: [DEFAULT] fatal_deprecations. OS_KEYSTONE_AUTHTOKEN__AUTH_VERSION: [keystone_authtoken] auth_version (version 3 is the only one).");
    }

    [Test]
    public void What_is_set_to_the_value_that_it_has_anyway_is_worth_no_word()
    {
        Load(
            """
            [keystone_authtoken]
            memcached_servers =
            memcache_security_strategy = none
            memcache_pool_maxsize = 10
            memcache_use_advanced_pool = true
            memcache_username =
            cache =
            [service_auth]
            split_loggers = no
            [healthcheck]
            path = /healthcheck
            """).Warnings.Should().BeEmpty();
    }

    [Test]
    public void An_unknown_variable_of_a_known_group_is_a_warning_and_others_are_not_ours()
    {
        var snapshot = Load("", new() { ["OS_SERVER__PROT"] = "1", ["OS_NOPE__X"] = "1", ["OS_AUTH_URL"] = "x", ["PATH"] = "x" });

        snapshot.Warnings.Should().ContainSingle().Which.Should().Contain("OS_SERVER__PROT").And.Contain("OS_SERVER__PORT");
    }

    [Test]
    public void The_old_name_of_the_server_group_is_read_everywhere_and_the_new_one_goes_before_it()
    {
        Load("[server]\nport = 1\n[flask]\nport = 2\nhost = h\n").Bind<ServerOptions>()
            .Should().BeEquivalentTo(new { Port = 1, Host = "h" });
        Load("[server]\nport = 1\n", new() { ["OS_FLASK__PORT"] = "2" }).Value("server", "port").Should().Be((BigInteger)2);
        Load("", new() { ["OS_FLASK__PORT"] = "2", ["OS_SERVER__PORT"] = "3" }).Value("server", "port").Should().Be((BigInteger)3);
        Load("[vault]\npath = ${flask.port}-${server.port}\n").Value("vault", "path").Should().Be("8612-8612");
    }

    [Test]
    public void A_variable_with_the_old_name_of_a_group_is_a_warning_and_one_with_the_new_name_is_none()
    {
        Load("", new() { ["OS_FLASK__PORT"] = "2" }).Warnings.Should().ContainSingle().Which.Should().Contain("OS_FLASK__PORT");
        Load("", new() { ["OS_SERVER__PORT"] = "2" }).Warnings.Should().BeEmpty();
    }

    [Test]
    public void A_variable_without_a_group_is_nobodys() =>
        Load("", new() { ["OS___URL"] = "x", ["OS___DEBUG"] = "true" }).Warnings.Should().BeEmpty();

    [Test]
    public void A_value_may_insert_a_mebibyte_of_others_and_no_more()
    {
        var half = new string('x', 512 * 1024);
        var load = () => Load($"[vault]\nurl = $path$path\npath = {half}x\n");

        ((string)Load($"[vault]\nurl = $path$path\npath = {half}\n").Value("vault", "url")!).Should().HaveLength(1024 * 1024);
        load.Should().Throw<ConfigurationException>()
            .WithMessage("*a.conf:2: [vault] url: the options that it refers to come to more than 1048576 characters; refer to fewer.*");
    }

    [TestCase("${vault.token}")]
    [TestCase("${vault.token}${vault.path}", Description = "then one that is open")]
    [TestCase("${vault.path}${vault.token}")]
    [TestCase("${vault.token}${vault.token}", Description = "twice")]
    [TestCase("${vault.token}${keystone_authtoken.password}", Description = "another one")]
    [TestCase("${vault.role}", Description = "by way of another")]
    public void A_value_that_is_put_together_from_a_secret_is_one(string value)
    {
        var snapshot = Load($"[DEFAULT]\nhost = {value}\n[vault]\ntoken = sample-token\npath = open\nrole = $token\n[keystone_authtoken]\npassword = pw\n");

        snapshot.Options.Single(option => option.Definition.DisplayName == "[DEFAULT] host").IsSecret.Should().BeTrue();
        snapshot.Options.Single(option => option.Definition.DisplayName == "[vault] path").IsSecret.Should().BeFalse();
    }

    [TestCase("$logfile", "$logfile")]
    [TestCase("${logfile}", "${logfile}")]
    [TestCase("$user_name", "")]
    [TestCase("$memcache_servers", "")]
    public void A_reference_to_an_old_name_stands_for_what_it_stands_for_in_oslo_and_is_a_warning(string reference, string inserted)
    {
        const string set = "[DEFAULT]\nlogfile = f\n[keystone_authtoken]\nuser_name = u\nmemcache_servers = m\n";
        foreach (var (group, option) in new[] { ("DEFAULT", "host"), ("vault", "url"), ("keystone_authtoken", "password") })
        {
            var snapshot = Load($"{set}[{group}]\n{option} = <{reference}>\n");

            snapshot.Value(group, option).Should().Be($"<{inserted}>");
            snapshot.Warnings.Should().ContainSingle(warning => warning.Contains("refers to an old name", StringComparison.Ordinal));
        }

        Load("[DEFAULT]\nuser_name = misplaced\nhost = <$user_name>\n").Value("DEFAULT", "host").Should().Be("<misplaced>");
    }

    [TestCase("[DEFAULT]\nosapi_max_request_body_size = 1\n", 1, "[DEFAULT] osapi_max_request_body_size is an old name; write [oslo_middleware] max_request_body_size")]
    [TestCase("[DEFAULT]\nmax_request_body_size = 2\n", 2, "[DEFAULT] max_request_body_size is an old name")]
    [TestCase("[DEFAULT]\nmax_request_body_size = 2\nosapi_max_request_body_size = 1\n", 1, "is an old name")]
    [TestCase("[DEFAULT]\nmax_request_body_size = 2\n[oslo_middleware]\nmax_request_body_size = 3\n", 3, null)]
    public void The_limit_of_the_body_is_read_where_oslo_middleware_reads_it(string text, int limit, string? warning)
    {
        var snapshot = Load(text);

        snapshot.Bind<OsloMiddlewareOptions>().MaxRequestBodySize.Should().Be(limit);
        if (warning is null)
            snapshot.Warnings.Should().BeEmpty();
        else
            snapshot.Warnings.Should().ContainSingle().Which.Should().Contain(warning);
    }

    [Test]
    public void The_switches_of_the_command_line_can_be_referred_to()
    {
        Load("[vault]\npath = $config_file|$config_dir|$config_source\n").Value("vault", "path")
            .Should().Be("['a.conf']|[]|[]");
    }

    [Test]
    public void Without_switches_the_default_file_and_folder_are_read_and_each_switch_replaces_its_own()
    {
        _folder.Write("default.conf", "[vault]\nurl = file\npath = file\n");
        _folder.Write("default.d/1.conf", "[vault]\npath = folder\n");
        _folder.Write("own.conf", "[vault]\nrole = own\n");
        var defaults = OsloCase.Arguments(_folder, []) with
        {
            DefaultFile = _folder.Combine("default.conf"),
            DefaultDirectory = _folder.Combine("default.d"),
        };

        var without = ConfigurationLoader.Load(defaults, []);
        var with = ConfigurationLoader.Load(defaults with { Paths = [new(false, "own.conf")] }, []);

        without.Value("vault", "url").Should().Be("file");
        without.Value("vault", "path").Should().Be("folder");
        with.Value("vault", "url").Should().BeNull();
        with.Value("vault", "path").Should().Be("folder");
        with.Value("vault", "role").Should().Be("own");
    }

    [Test]
    public void The_places_of_a_configuration_are_what_is_read_and_what_would_be_if_it_existed()
    {
        var folder = _folder.Combine("default.d");
        _folder.Write("default.d/1.conf", "");
        _folder.Write("default.d/not-read", "");
        _folder.Write("own.d/2.conf", "");
        _folder.Write("own.conf", "");
        var file = _folder.Combine("default.conf");
        var arguments = OsloCase.Arguments(_folder, []) with { DefaultFile = file, DefaultDirectory = folder };

        Places(arguments).Should().Equal("default.conf", "default.d", "default.d/1.conf");
        Places(arguments with { DefaultDirectory = _folder.Combine("none.d") }).Should().Equal("default.conf", "none.d");
        Places(arguments with { Paths = [new(false, "own.conf")] }).Should().Equal("default.d", "own.conf", "default.d/1.conf");
        Places(arguments with { Paths = [new(true, "own.d")] }).Should().Equal("default.conf", "own.d", "own.d/2.conf");
        Places(arguments with { Paths = [new(true, "own.d"), new(false, "own.conf"), new(false, "missing.conf")] })
            .Should().Equal("own.d", "own.conf", "missing.conf", "own.d/2.conf");
        _folder.Write("default.conf", "");
        Places(arguments).Should().Equal("default.conf", "default.d", "default.d/1.conf");

        IEnumerable<string> Places(ConfigurationArguments of) => OsloFiles.Places(of).Select(place => Path.GetRelativePath(_folder.Path, place));
    }

    [Test]
    public void A_tilde_is_the_home_directory_in_a_switch()
    {
        _folder.Write("home/mine.conf", "[vault]\nurl = home\n");
        var arguments = OsloCase.Arguments(
            _folder, [new(false, "~/mine.conf")], new Dictionary<string, string> { ["HOME"] = _folder.Combine("home") });

        ConfigurationLoader.Load(arguments, []).Value("vault", "url").Should().Be("home");
    }

    [Test]
    public void Sections_of_providers_take_part_in_everything()
    {
        var group = new OptionGroupDefinition("hello", null, "A provider.",
        [
            new() { Group = "hello", Name = "greeting", Type = OptionType.Text, DefaultText = "Hi from $host", Help = "…" },
            new() { Group = "hello", Name = "times", Type = OptionType.Integer, DefaultText = "3", Help = "…" },
        ]);
        _folder.Write("a.conf", "[DEFAULT]\nhost = h\n[hello]\ntime = 4\n[vault]\npath = ${hello.times}\n");

        var snapshot = ConfigurationLoader.Load(OsloCase.Arguments(_folder, [new(false, "a.conf")]), [group]);

        snapshot.Value("hello", "greeting").Should().Be("Hi from h");
        snapshot.Value("vault", "path").Should().Be("3");
        snapshot.Warnings.Should().ContainSingle().Which.Should().Contain("did you mean 'times'?");
    }

    [Test]
    public void The_values_are_readable_through_the_abstractions_of_dotnet()
    {
        var snapshot = Load("[DEFAULT]\nproviders = a.B, c.D\ndebug = yes\n[server]\nport = 0_8\n");

        var configuration = new ConfigurationBuilder().AddOslo(snapshot).Build();
        using var services = new ServiceCollection().AddPollinateOptions(snapshot).BuildServiceProvider();

        configuration["server:port"].Should().Be("8");
        configuration["DEFAULT:debug"].Should().Be("true");
        configuration.GetSection("DEFAULT:providers").GetChildren().Select(item => item.Value).Should().Equal("a.B", "c.D");
        configuration["vault:url"].Should().BeNull();
        services.GetRequiredService<IOptions<DefaultOptions>>().Value.Providers.Should().Equal("a.B", "c.D");
        services.GetRequiredService<ServerOptions>().Port.Should().Be(8);
    }

    [Test]
    public void Every_option_says_what_it_does_and_has_a_name_of_the_field()
    {
        foreach (var option in OptionRecords.Groups.SelectMany(group => group.Options))
        {
            option.Help.Should().EndWith(".", because: option.DisplayName);
            option.Name.Should().MatchRegex("^[a-z][a-z0-9_]*$");
        }
    }

    private ConfigurationSnapshot Load(string text, Dictionary<string, string>? environment = null)
    {
        File.WriteAllBytes(_folder.Combine("a.conf"), Encoding.UTF8.GetBytes(text));
        return ConfigurationLoader.Load(OsloCase.Arguments(_folder, [new(false, "a.conf")], environment), []);
    }
}
