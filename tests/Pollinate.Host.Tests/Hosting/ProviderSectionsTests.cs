using Pollinate.Abstractions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.Tests.Configuration;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Hosting;

/// <summary>The sections of the shipped providers, as the configuration hands them over.</summary>
internal sealed class ProviderSectionsTests
{
    private readonly TemporaryFolder _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Without_a_section_the_shipped_providers_have_the_originals_values()
    {
        var section = Load("");

        section("cloudstor").GetText("credential_type").Should().Be("cloudstor");
        section("nvidia_vgpu").GetText("zones_property").Should().Be("compute_zones");
        section("nvidia_vgpu").GetList("zone_secrets").Should().Equal("monash:LICENSE_TOKEN_MONASH");
        section("nvidia_vgpu").GetText("default_secret").Should().Be("LICENSE_TOKEN_ARDC");
        section("windows_product_key").GetText("trait").Should().Be("CUSTOM_NECTAR_WINDOWS");
        section("windows_product_key").GetText("key_pattern").Should().Be("WINDOWS_PRODUCT_KEY_{host}");
        section("crowdstrike").GetText("key_pattern").Should().Be("CROWDSTRIKE_{az}_{key}");
    }

    [Test]
    public void What_a_file_says_goes_before_the_originals_values()
    {
        var section = Load("""
            [nvidia_vgpu]
            zone_secrets = north:NORTH, south:SOUTH
            default_secret =
            [windows_product_key]
            key_pattern = keys/{host}
            """);

        section("nvidia_vgpu").GetList("zone_secrets").Should().Equal("north:NORTH", "south:SOUTH");
        section("nvidia_vgpu").GetText("default_secret").Should().BeEmpty();
        section("windows_product_key").GetText("key_pattern").Should().Be("keys/{host}");
    }

    [Test]
    public void A_list_can_be_emptied()
    {
        Load("[nvidia_vgpu]\nzone_secrets =\n")("nvidia_vgpu").GetList("zone_secrets").Should().BeEmpty();
    }

    [Test]
    public void Every_section_of_a_provider_says_how_the_daemon_treats_it()
    {
        _folder.Write("a.conf", $"""
            [DEFAULT]
            plugins_dir = {BuiltPlugins.Shipped}
            [cloudstor]
            timeout = 1.5
            max_concurrency = 7
            required = true
            breaker_threshold = 3
            breaker_time = 0.5
            """);
        var snapshot = DaemonConfiguration.Load(OsloCase.Arguments(_folder, [new(false, "a.conf")])).Snapshot;

        snapshot.Bind<ProviderPolicy>("cloudstor").Should().Be(new ProviderPolicy
        {
            Timeout = 1.5,
            MaxConcurrency = 7,
            Required = true,
            BreakerThreshold = 3,
            BreakerTime = 0.5,
        });
        snapshot.Bind<ProviderPolicy>("crowdstrike").Should().Be(new ProviderPolicy());
        snapshot.Warnings.Should().BeEmpty();
    }

    [Test]
    public async Task An_option_of_a_provider_may_not_bear_the_name_of_the_daemons_own()
    {
        using var built = new TemporaryFolder();
        BuiltPlugins.CopyFixture("Fixture.Flawed", built.Path);

        var (code, errors) = await RunningDaemon.TryStartAsync(
            $"[DEFAULT]\nauth_strategy = noauth\nplugins_dir = {built.Path}\nproviders = taken_option\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should()
            .Contain("'Fixture.Flawed.TakenOptionProvider'").And.Contain("'timeout'").And.Contain("give the provider's another name");
    }

    private Func<string, ProviderSettings> Load(string configuration)
    {
        _folder.Write("a.conf", $"[DEFAULT]\nplugins_dir = {BuiltPlugins.Shipped}\n{configuration}");
        var loaded = DaemonConfiguration.Load(OsloCase.Arguments(_folder, [new(false, "a.conf")]));
        loaded.Snapshot.Warnings.Should().BeEmpty();
        return provider => ProviderSections.Settings(loaded.Snapshot, loaded.Catalog.Find(provider));
    }
}
