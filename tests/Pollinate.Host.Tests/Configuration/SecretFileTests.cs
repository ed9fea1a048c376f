using System.Text;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Permissions;
using Pollinate.Host.Redaction;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Configuration;

/// <summary>Secrets that are in files of their own, as systemd's LoadCredential= leaves them.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class SecretFileTests
{
    private const string Marked = "marked-s3cret";

    [Test]
    public void Every_secret_option_that_the_daemon_uses_has_one_for_a_file()
    {
        var options = OptionRecords.Groups.SelectMany(group => group.Options).ToList();

        options.Where(option => option is { Secret: true, Unused: null }).Select(option => $"{option.DisplayName}_file").Should()
            .NotBeEmpty().And.BeEquivalentTo(options.Where(option => option.FileOf is not null).Select(option => option.DisplayName));
    }

    [TestCase("marked-s3cret\n", Marked)]
    [TestCase("marked-s3cret\r\n", Marked)]
    [TestCase("marked-s3cret", Marked)]
    [TestCase(" two\nlines \n\n", " two\nlines \n")]
    [TestCase("pa$$word $nobody\n", "pa$$word $nobody")]
    public void The_value_is_what_is_in_the_file_as_it_stands_but_for_one_line_end(string text, string value)
    {
        using var folder = new TemporaryFolder();
        folder.Write("password", text);

        Load(folder, "[keystone_authtoken]\npassword_file = password\n").Bind<KeystoneAuthtokenOptions>().Password.Should().Be(value);
    }

    [Test]
    public void A_whole_path_needs_no_credentials_of_systemd_and_other_options_may_refer_to_either()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("token", $"{Marked}\n");

        var snapshot = Load(folder, $"[vault]\ntoken_file = {path}\nsecret_id = again $token\n", credentials: null);

        snapshot.Bind<VaultOptions>().Token.Should().Be(Marked);
        snapshot.Bind<VaultOptions>().SecretId.Should().Be($"again {Marked}");
        ConfigurationSecrets.Of(snapshot).Should().BeEquivalentTo(Marked, $"again {Marked}");
    }

    [Test]
    public void An_empty_option_names_no_file()
    {
        using var folder = new TemporaryFolder();

        Load(folder, $"[vault]\ntoken_file =\ntoken = {Marked}\n").Bind<VaultOptions>().Token.Should().Be(Marked);
    }

    [Test]
    public void The_environment_may_name_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("password", Marked);

        Load(folder, "", environment: ("OS_KEYSTONE_AUTHTOKEN__PASSWORD_FILE", "password")).Bind<KeystoneAuthtokenOptions>().Password.Should().Be(Marked);
    }

    [Test]
    public void The_secret_and_its_file_together_are_one_error_that_names_both_places()
    {
        using var folder = new TemporaryFolder();
        folder.Write("password", Marked);

        ErrorsOf(folder, $"[keystone_authtoken]\npassword_file = password\npassword = {Marked}\n").Should().Equal(
            $"{folder.Combine("test.conf")}:2: [keystone_authtoken] password_file: password is set as well ({folder.Combine("test.conf")}:3); take one of the two away.");
    }

    [Test]
    public void A_file_that_is_not_there_is_one_error_with_option_file_and_cure()
    {
        using var folder = new TemporaryFolder();

        ErrorsOf(folder, "[keystone_authtoken]\npassword_file = absent\n").Should().Equal(
            $"{folder.Combine("test.conf")}:2: [keystone_authtoken] password_file: {folder.Combine("absent")} does not exist; write it, or correct the option.");
    }

    [Test]
    public void So_are_a_folder_an_empty_file_and_one_that_is_no_text()
    {
        using var folder = new TemporaryFolder();
        folder.Write("empty", "\n");
        File.WriteAllBytes(folder.Combine("binary"), [0xff, 0xfe, 0x41]);

        ErrorsOf(folder, $"[vault]\ntoken_file = {folder.Path}\n").Should().ContainSingle().Which.Should().EndWith("is a folder; name a file.");
        ErrorsOf(folder, "[vault]\ntoken_file = empty\n").Should().ContainSingle().Which.Should().EndWith($"{folder.Combine("empty")} is empty; write the secret into it.");
        ErrorsOf(folder, "[vault]\ntoken_file = binary\n").Should().ContainSingle().Which.Should().EndWith("is not UTF-8; save it as UTF-8.");
    }

    [Test]
    public void A_relative_path_without_credentials_of_systemd_is_one_error_with_the_line_for_the_unit()
    {
        using var folder = new TemporaryFolder();

        ErrorsOf(folder, "[keystone_authtoken]\npassword_file = keystone\n", credentials: null).Should().ContainSingle().Which.Should().EndWith(
            "[keystone_authtoken] password_file: keystone counts from CREDENTIALS_DIRECTORY, which is not set: give the unit LoadCredential=keystone:/PATH/OF/THE/FILE, or write the whole path here; a command beside the daemon takes the variable from its environment.");
    }

    [Test]
    public void A_file_that_everybody_can_read_is_warned_of()
    {
        using var folder = new TemporaryFolder();
        folder.Write("password", Marked);
        Owners.Mode(folder.Path, "0755");
        Owners.Mode(folder.Combine("password"), "0644");
        var snapshot = Load(folder, "[keystone_authtoken]\npassword_file = password\n");

        ReadableSecrets.Find(snapshot).Should().ContainSingle().Which.Should().StartWith(
            $"{folder.Combine("password")} holds secrets ([keystone_authtoken] password_file), and everybody on this host can read it (mode 0644); run chgrp ");
        Owners.Mode(folder.Combine("password"), "0600");
        ReadableSecrets.Find(snapshot).Should().BeEmpty();
    }

    [Test]
    public async Task Secrets_of_providers_have_one_too()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("key", $"{Marked}\n");
        await using var daemon = await RunningDaemon.StartAsync(
            $"[DEFAULT]\nauth_strategy = noauth\nproviders = settings\n[settings]\nkey_file = {path}\n");
        daemon.Client.DefaultRequestHeaders.Add("X-Identity-Status", "Confirmed");

        using var answer = await daemon.Client.PostAsync("/", new StringContent("""{"project-id":"p1"}""", Encoding.UTF8, "application/json"));

        (await answer.Content.ReadAsStringAsync()).Should().Contain(Marked);
    }

    [Test]
    public void A_changed_file_is_read_anew_whenever_the_configuration_is()
    {
        using var folder = new TemporaryFolder();
        folder.Write("token", "first\n");
        Load(folder, "[vault]\ntoken_file = token\n").Bind<VaultOptions>().Token.Should().Be("first");

        folder.Write("token", "second\n");

        Load(folder, "[vault]\ntoken_file = token\n").Bind<VaultOptions>().Token.Should().Be("second");
    }

    private static ConfigurationSnapshot Load(
        TemporaryFolder folder, string text, string? credentials = "", params (string Name, string Value)[] environment)
    {
        folder.Write("test.conf", text);
        var variables = environment.ToDictionary(pair => pair.Name, pair => pair.Value);
        if (credentials is not null)
            variables["CREDENTIALS_DIRECTORY"] = folder.Path;
        return ConfigurationLoader.Load(OsloCase.Arguments(folder, [new(false, "test.conf")], variables), []);
    }

    private static IEnumerable<string> ErrorsOf(TemporaryFolder folder, string text, string? credentials = "")
    {
        var load = () => Load(folder, text, credentials);
        return load.Should().Throw<ConfigurationException>().Which.Errors;
    }
}
