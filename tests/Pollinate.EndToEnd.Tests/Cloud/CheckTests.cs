using System.Text.Json;
using Pollinate.EndToEnd.Tests.Commands;
using Pollinate.EndToEnd.Tests.Keystone;

namespace Pollinate.EndToEnd.Tests.Cloud;

/// <summary><c>nova-pollinate check</c> against Debian's Keystone.</summary>
internal sealed class CheckTests
{
    private CommandFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public async Task TearDown() => await _folder.DisposeAsync();

    [Test]
    public async Task A_user_with_the_right_role_gets_a_token_validates_and_looks_up()
    {
        var (code, rows) = await CheckAsync(RealCloud.Configuration);

        code.Should().Be(0);
        rows.Values.Should().OnlyContain(row => row.Result == 0);
        rows["Keystone [keystone_authtoken]"].Details.Should().Contain($"{KeystoneUser.Pollinate.Name} (Default) in project service (Default), roles ").And.Contain("admin");
        rows["Validation of tokens"].Details.Should().Contain($"{RealCloud.Keystone.AuthUrl} (internal) answers");
        rows["Endpoint identity"].Details.Should().Contain("asked by project_info");
    }

    [Test]
    public async Task A_plain_user_is_warned_of_its_roles_and_may_look_up_nothing()
    {
        var configuration = RealCloud.Configuration
            .Replace($"username = {KeystoneUser.Pollinate.Name}", $"username = {KeystoneUser.Member.Name}", StringComparison.Ordinal)
            .Replace($"password = {KeystoneUser.Pollinate.Password}", $"password = {KeystoneUser.Member.Password}", StringComparison.Ordinal)
            .Replace("project_name = service", "project_name = demo", StringComparison.Ordinal);

        var (code, rows) = await CheckAsync(configuration);

        code.Should().Be(2);
        rows["Keystone [keystone_authtoken]"].Result.Should().Be(1);
        rows["Keystone [keystone_authtoken]"].Details.Should().Contain("neither of the roles service and admin");
        rows["Endpoint identity"].Details.Should().Contain("answered 403: the user of [service_auth] may not do that");
    }

    [Test]
    public async Task A_user_that_may_not_validate_the_token_of_another_is_found_out()
    {
        var configuration = $"""
            [DEFAULT]
            providers = Pollinate.Providers.Test.TestProvider
            [keystone_authtoken]
            {Options(KeystoneUser.Member)}
            [service_auth]
            {Options(KeystoneUser.Pollinate)}
            """;

        var (code, rows) = await CheckAsync(configuration);

        code.Should().Be(2);
        rows["Keystone [service_auth]"].Result.Should().Be(0);
        rows["Validation of tokens"].Details.Should().Contain("answered 403: the user of [keystone_authtoken] may not validate tokens. Give it the role");
    }

    [Test]
    public async Task A_wrong_password_and_an_endpoint_that_is_not_there_are_failures()
    {
        var (code, rows) = await CheckAsync(RealCloud.Configuration.Replace(KeystoneUser.Pollinate.Password, "not-the-password", StringComparison.Ordinal));
        var (otherCode, otherRows) = await CheckAsync(RealCloud.ConfigurationWith("windows_product_key"));

        code.Should().Be(2);
        rows["Keystone [keystone_authtoken]"].Details.Should().Contain("Keystone refused the credentials of [keystone_authtoken]");
        otherCode.Should().Be(2);
        otherRows["Endpoint compute"].Details.Should().Contain("has no public endpoint of compute in any region").And.Contain("windows_product_key");
        otherRows["Secrets"].Details.Should().StartWith("There are no secrets, which windows_product_key need");
    }

    private static string Options(KeystoneUser user) => $"""
        auth_type = password
        auth_url = {RealCloud.Keystone.AuthUrl}
        username = {user.Name}
        password = {user.Password}
        user_domain_name = Default
        project_name = {user.Project}
        project_domain_name = Default
        """;

    private async Task<(int Code, Dictionary<string, (int Result, string Details)> Rows)> CheckAsync(string configuration)
    {
        _folder.Write("nova-pollinate.conf", configuration);
        var (code, output, errors) = await _folder.RunAsync("check", "--json");
        errors.Should().BeEmpty();
        return (code, JsonDocument.Parse(output).RootElement.GetProperty("checks").EnumerateArray().ToDictionary(
            row => row.GetProperty("check").GetString()!,
            row => (row.GetProperty("result").GetInt32(), row.GetProperty("details").GetString() ?? "")));
    }
}
