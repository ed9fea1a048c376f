using System.Text;
using Pollinate.Abstractions;
using Pollinate.Host.Configuration;
using Pollinate.Host.Redaction;
using Pollinate.Host.Tests.Configuration;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.OpenStack;
using Pollinate.Host.Tests.Secrets;
using Pollinate.Host.Tests.Support;
using Pollinate.SimulatedCloud;

namespace Pollinate.Host.Tests.Redaction;

/// <summary>Who says what is secret.</summary>
internal sealed class KnownSecretsTests
{
    [Test]
    public async Task What_the_store_of_secrets_reads_is_known()
    {
        await using var vault = await VaultUnderTest.WithTokenAsync();

        await vault.ReadAsync();

        vault.Redactor.Redact("marked-licence, marked-product-key").Should().Be("***, ***");
    }

    [Test]
    public async Task The_token_that_Vault_gave_at_a_login_is_known()
    {
        await using var vault = await VaultUnderTest.WithAppRoleAsync();

        await vault.ReadAsync();

        ShouldKnow(vault.Redactor, vault.Vault.Tokens.Single());
    }

    [Test]
    public async Task Credentials_that_were_looked_up_are_known()
    {
        await using var openStack = await OpenStackOfTests.StartAsync();

        await openStack.FindAsync<CredentialList>("cloudstor");

        openStack.Redactor.Redact("with sample-melbourne").Should().Be("with ***");
    }

    [Test]
    public async Task The_token_of_the_daemon_is_known()
    {
        var clock = new TestClock();
        await using var keystone = await ScriptedKeystone.StartAsync(clock);
        await using var openStack = OpenStackOfTests.Against(
            keystone, clock, new() { AuthType = "v3password", UserId = "u", Password = "pw", ProjectId = "p" });
        keystone.Catalog = new(Tokens.Service("placement", ("public", "R", keystone.Url + "/placement")));
        keystone.Resources.Always(Reply.Json(200, "{}"));
        using var client = openStack.Clients.Create("placement");

        using var answer = await client.GetAsync(new Uri("usages", UriKind.Relative));

        ShouldKnow(openStack.Redactor, keystone.OwnTokens.Single());
    }

    [Test]
    public void Secret_options_are_known_but_for_a_value_that_an_open_option_has_as_well()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.conf", """
            [keystone_authtoken]
            username = pollinate
            password = pollinate
            [vault]
            token = sample-vault-token
            path = below-$token
            """);
        var snapshot = ConfigurationLoader.Load(OsloCase.Arguments(folder, [new(false, "a.conf")]), []);

        ConfigurationSecrets.Of(snapshot).Should().BeEquivalentTo("sample-vault-token", "below-sample-vault-token");
    }

    [TestCase("redis://:s3cret-of-redis@cache.example.org:6379", "s3cret-of-redis")]
    [TestCase("https://nova:s3cret%2Fof-vault@vault.example.org", "s3cret/of-vault")]
    public void The_password_in_an_address_is_known_whatever_the_option(string address, string password)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.conf", $"[vault]\nurl = {address}\n");

        ConfigurationSecrets.Of(ConfigurationLoader.Load(OsloCase.Arguments(folder, [new(false, "a.conf")]), [])).Should().Equal(password);
    }

    /// <summary>As it is, a token is masked for its looks, too.</summary>
    private static void ShouldKnow(Redactor redactor, string token) =>
        redactor.Redact(Convert.ToBase64String(Encoding.UTF8.GetBytes(token))).Should().StartWith("***");
}
