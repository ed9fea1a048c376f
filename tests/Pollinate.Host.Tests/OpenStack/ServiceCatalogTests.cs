using System.Text.Json.Nodes;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.OpenStack;

/// <summary>Which address of the catalog a call goes to.</summary>
internal sealed class ServiceCatalogTests
{
    private readonly TestClock _clock = new();
    private ScriptedKeystone _keystone = null!;

    [SetUp]
    public async Task SetUp() => _keystone = await ScriptedKeystone.StartAsync(_clock);

    [TearDown]
    public async Task TearDown() => await _keystone.DisposeAsync();

    [TestCase("compute", "/compute/v2.1", "/compute/v2.1/x")]
    [TestCase("compute", "/compute/v2.1/", "/compute/v2.1/x")]
    [TestCase("compute", "/compute/v2.1/0123", "/compute/v2.1/0123/x")]
    [TestCase("compute", "/compute", "/compute/v2.1/x")]
    [TestCase("image", "/image", "/image/v2/x")]
    [TestCase("image", "/image/v2", "/image/v2/x")]
    [TestCase("volumev3", "/volume/v3/0123", "/volume/v3/0123/x")]
    [TestCase("volumev3", "/volume", "/volume/v3/x")]
    [TestCase("identity", "/v3", "/v3/x")]
    [TestCase("identity", "", "/v3/x")]
    [TestCase("placement", "/placement", "/placement/x")]
    public async Task The_address_gets_the_version_that_it_lacks(string type, string endpoint, string path)
    {
        _keystone.Catalog = new(Tokens.Service(type, ("public", "R", _keystone.Url + endpoint)));

        (await PathAskedAsync(type, new())).Should().Be(path);
    }

    [TestCase("volumev3", "block-storage")]
    [TestCase("block-storage", "volumev3")]
    [TestCase("block-storage", "volumev2")]
    public async Task Block_storage_is_found_by_its_other_names(string asked, string inCatalog)
    {
        _keystone.Catalog = new(Tokens.Service(inCatalog, ("public", "R", _keystone.Url + "/v3/found")));

        (await PathAskedAsync(asked, new())).Should().Be("/v3/found/x");
    }

    [TestCase(null, "", "/public-1")]
    [TestCase("internal", "", "/internal-1")]
    [TestCase("internalURL", "", "/internal-1")]
    [TestCase(null, "admin,internal", "/internal-1")]
    [TestCase(null, "public,internal", "/public-1")]
    public async Task The_interface_is_the_one_that_is_preferred(string? one, string several, string path)
    {
        UseTwoRegions();
        var options = new ServiceAuthOptions
        {
            Interface = one,
            ValidInterfaces = several.Split(',', StringSplitOptions.RemoveEmptyEntries),
        };

        (await PathAskedAsync("compute", options)).Should().Be($"/v2.1{path}/x");
    }

    [Test]
    public async Task The_region_is_the_one_that_is_configured()
    {
        UseTwoRegions();

        (await PathAskedAsync("compute", new() { RegionName = "Two" })).Should().Be("/v2.1/public-2/x");
    }

    [Test]
    public async Task A_service_that_is_not_in_the_catalog_is_named_with_what_was_looked_for()
    {
        UseTwoRegions();
        await using var openStack = OpenStackOfTests.Against(
            _keystone, _clock, Options(new() { RegionName = "Three", Interface = "admin" }));

        var failure = await OpenStackOfTests.FailureOfAsync<OpenStackException>(
            () => openStack.Session.GetAsync("compute", "x", CancellationToken.None));

        failure.Should().Contain("compute").And.Contain("admin").And.Contain("Three").And.Contain("region_name");
    }

    private void UseTwoRegions() => _keystone.Catalog = new JsonArray(Tokens.Service(
        "compute",
        ("public", "One", _keystone.Url + "/v2.1/public-1"),
        ("internal", "One", _keystone.Url + "/v2.1/internal-1"),
        ("public", "Two", _keystone.Url + "/v2.1/public-2")));

    private async Task<string> PathAskedAsync(string type, ServiceAuthOptions options)
    {
        await using var openStack = OpenStackOfTests.Against(_keystone, _clock, Options(options));
        await openStack.Session.GetAsync(type, "x", CancellationToken.None);
        return _keystone.Requests[^1].Path;
    }

    private static ServiceAuthOptions Options(ServiceAuthOptions options) =>
        options with { AuthType = "v3password", UserId = "u", Password = "pw", ProjectId = "p" };
}
