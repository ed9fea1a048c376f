using Pollinate.Host.Commands;
using Pollinate.Host.Tests.Commands;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Permissions;

internal sealed class ReadableSecretsTests
{
    private const string Marked = "marked-secret";

    [Test]
    public async Task A_configuration_file_with_secrets_that_everybody_can_read_is_warned_of_once_with_its_options_and_the_cure()
    {
        using var command = Open();
        Owners.Mode(command.Write("test.conf", ""), "0644");

        var result = await CheckAsync(command, $"""
            [keystone_authtoken]
            password = {Marked}
            [settings]
            key = {Marked}
            text = {Marked}
            [server]
            secret_key =
            """);

        result.ErrorLines.Should().ContainSingle().Which.Should().StartWith(
            "nova-pollinate: warning: /srv/test.conf holds secrets ([keystone_authtoken] password, [settings] key), and everybody on this host can read it (mode 0644); run chgrp ")
            .And.Contain(" /srv/test.conf && chmod 0640 /srv/test.conf");
        result.Errors.Should().NotContain(Marked);
        result.Code.Should().Be(0);
    }

    [TestCase("0640", "0755")]
    [TestCase("0600", "0755")]
    [TestCase("0644", "0750")]
    public async Task One_that_others_can_not_read_or_not_get_at_is_not(string file, string folder)
    {
        using var command = Open();
        Owners.Mode(command.Write("test.conf", ""), file);
        Owners.Mode(Path.GetDirectoryName(command.Plugins)!, folder);

        (await CheckAsync(command, $"[keystone_authtoken]\npassword = {Marked}\n")).Errors.Should().BeEmpty();
    }

    [Test]
    public async Task A_secret_that_is_not_in_force_is_one_all_the_same()
    {
        using var command = Open();
        Owners.Mode(command.Write("test.conf", ""), "0644");

        var result = await command.RunAsync($"[vault]\ntoken = {Marked}\n", (arguments, streams) => CheckedLines.RunAsync(
            arguments with { Environment = new Dictionary<string, string> { ["OS_VAULT__TOKEN"] = "", ["OS_SECRETS__BACKEND"] = "vault" } },
            streams));

        result.Errors.Should().Contain("/srv/test.conf holds secrets ([vault] token), and everybody").And.NotContain(Marked);
    }

    [Test]
    public async Task The_file_of_secrets_is_warned_of()
    {
        using var command = Open();
        var secrets = command.Write("secrets.json", $$"""{"a": "{{Marked}}"}""");
        Owners.Mode(secrets, "0604");

        var result = await CheckAsync(command, $"[secrets]\nbackend = file\nfile = {secrets}\n");

        result.ErrorLines.Should().ContainSingle().Which.Should().StartWith(
            "nova-pollinate: warning: /srv/secrets.json holds secrets ([secrets] file), and everybody on this host can read it (mode 0604); run chgrp ");
    }

    [Test]
    public async Task The_folder_of_secrets_is_warned_of_once()
    {
        using var command = Open();
        foreach (var name in new[] { "a", "b", "c" })
            Owners.Mode(command.Write($"secrets/{name}", Marked), name == "b" ? "0600" : "0644");
        var folder = Path.GetDirectoryName(command.Write("secrets/.hidden", ""))!;
        Owners.Mode(folder, "0755");

        var result = await CheckAsync(command, $"[secrets]\nbackend = directory\ndirectory = {folder}\n");

        result.ErrorLines.Should().ContainSingle().Which.Should().StartWith(
            "nova-pollinate: warning: /srv/secrets holds secrets ([secrets] directory), and everybody on this host can read 2 of its files, a first (mode 0644); run chgrp ")
            .And.Contain(" && chmod 0750 /srv/secrets");
        Owners.Mode(folder, "0750");
        (await CheckAsync(command, $"[secrets]\nbackend = directory\ndirectory = {folder}\n")).Errors.Should().BeEmpty("others can't get at them");
    }

    [Test]
    public async Task A_key_is_warned_of_with_every_option_that_names_it_and_a_certificate_only_with_a_key_in_it()
    {
        using var command = Open();
        var key = command.Write("key.pem", "-----BEGIN PRIVATE KEY-----\n");
        var both = command.Write("both.pem", "-----BEGIN CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----\n");
        var certificate = command.Write("certificate.pem", "-----BEGIN CERTIFICATE-----\n");
        foreach (var file in new[] { key, both, certificate })
            Owners.Mode(file, "0644");

        var result = await CheckAsync(command, $"""
            [keystone_authtoken]
            keyfile = {key}
            certfile = {certificate}
            [service_auth]
            keyfile = {key}
            certfile = {both}
            """);

        var warnings = result.ErrorLines.Where(line => line.Contains("holds secrets")).ToList();
        warnings.Should().HaveCount(2);
        warnings.Should().ContainSingle(line => line.Contains("/srv/key.pem holds secrets ([keystone_authtoken] keyfile, [service_auth] keyfile)"));
        warnings.Should().ContainSingle(line => line.Contains("/srv/both.pem holds secrets ([service_auth] certfile)"));
    }

    [Test]
    public async Task The_token_of_a_Kubernetes_account_is_warned_of_where_the_operator_put_it()
    {
        using var command = Open();
        var token = command.Write("token", Marked);
        Owners.Mode(token, "0644");

        (await CheckAsync(command, $"[vault]\nurl = http://127.0.0.1:1\npath = p\nrole = r\nkubernetes_token_path = {token}\n"))
            .ErrorLines.Should().ContainSingle().Which.Should().Contain("/srv/token holds secrets ([vault] kubernetes_token_path)");
    }

    /// <summary>A command whose folder others may enter; it is private as it is made.</summary>
    private static CommandUnderTest Open()
    {
        var command = new CommandUnderTest("Fixture.Dispatch");
        Owners.Mode(Path.GetDirectoryName(command.Plugins)!, "0755");
        return command;
    }

    private static Task<CommandResult> CheckAsync(CommandUnderTest command, string configuration) =>
        command.RunAsync($"[DEFAULT]\nproviders = settings\n{configuration}", CheckedLines.RunAsync);
}
