using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Keystone;

namespace Pollinate.EndToEnd.Tests.Cloud;

/// <summary>
/// The real parts that the tests of this namespace share: Debian's Keystone, with the users of Nova and of the daemon, and
/// Nova's own client. Where they can't be had the tests are skipped, and with <c>CI=true</c> they fail.
/// </summary>
[SetUpFixture]
internal sealed class RealCloud
{
    private static KeystoneServer? _keystone;

    public static KeystoneServer Keystone => _keystone ?? throw new InvalidOperationException("Keystone was not set up.");

    /// <summary>A project of the cloud that owns instances.</summary>
    public static string DemoProjectId { get; private set; } = "";

    public static string ServiceProjectId { get; private set; } = "";

    public static string PollinateUserId { get; private set; } = "";

    [OneTimeSetUp]
    public async Task SetUp()
    {
        await DebianPackages.RequireAsync("keystone", "gunicorn", "python3-nova");

        _keystone = await KeystoneServer.CreateAsync();
        using var client = new KeystoneClient(_keystone.AuthUrl);
        var admin = await client.AuthenticateAsync(KeystoneUser.Admin);
        ServiceProjectId = await client.CreateProjectAsync(admin, "service");
        await client.CreateUserAsync(admin, KeystoneUser.Nova, ServiceProjectId, "service");
        PollinateUserId = await client.CreateUserAsync(admin, KeystoneUser.Pollinate, ServiceProjectId, "admin");
        DemoProjectId = await client.CreateProjectAsync(admin, "demo");
        await client.CreateUserAsync(admin, KeystoneUser.Member, DemoProjectId, "member");
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        if (_keystone is not null)
            await _keystone.DisposeAsync();
    }

    /// <summary>
    /// A configuration of the daemon for this cloud. Keystone hashes passwords, and Debian's services are slow to begin with: on a
    /// busy machine that takes longer than guests wait, and what the tests look at is the answer.
    /// </summary>
    public static string Configuration =>
        ConfigurationWith("Pollinate.Providers.Keystone.KeystoneProvider,Pollinate.Providers.Test.TestProvider");

    /// <param name="providers">The entries of <c>[DEFAULT] providers</c>.</param>
    public static string ConfigurationWith(string providers) => $"""
        [DEFAULT]
        auth_strategy = keystone
        providers = {providers}
        request_timeout = 60
        api_timeout = 60

        [keystone_authtoken]
        http_connect_timeout = 60
        auth_type = password
        auth_url = {Keystone.AuthUrl}
        username = {KeystoneUser.Pollinate.Name}
        password = {KeystoneUser.Pollinate.Password}
        user_domain_name = Default
        project_name = {KeystoneUser.Pollinate.Project}
        project_domain_name = Default

        [service_auth]
        auth_section = keystone_authtoken
        """;
}
