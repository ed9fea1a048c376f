using System.Reflection;
using Pollinate.Abstractions;
using Pollinate.Providers.CloudStor;
using Pollinate.Providers.CrowdStrike;
using Pollinate.Providers.Keystone;
using Pollinate.Providers.NvidiaVgpu;
using Pollinate.Providers.Test;
using Pollinate.Providers.Windows;

namespace Pollinate.Providers.Tests;

/// <summary>What the host reads of the providers without loading them.</summary>
internal sealed class DeclarationTests
{
    [TestCase(typeof(KeystoneProvider), "project_info", "pollinate.providers.keystone.KeystoneProvider")]
    [TestCase(typeof(CloudStorProvider), "cloudstor", "pollinate.providers.cloudstor.CloudStorProvider")]
    [TestCase(typeof(NvidiaVgpuProvider), "nvidia_vgpu", "pollinate.providers.nvidia_vgpu.NvidiaVGPUProvider")]
    [TestCase(typeof(WindowsProductKeyProvider), "windows_product_key", "pollinate.providers.windows.WindowsProductKeyProvider")]
    [TestCase(typeof(CrowdStrikeProvider), "crowdstrike", "pollinate.providers.crowdstrike.CrowdStrikeProvider")]
    [TestCase(typeof(TestProvider), "test", "pollinate.providers.test_provider.TestProvider")]
    public void Each_provider_has_the_originals_name_and_answers_to_the_originals_class(Type type, string name, string alias)
    {
        var attribute = type.GetCustomAttribute<ProviderAttribute>()!;

        attribute.Name.Should().Be(name);
        attribute.Aliases.Should().Equal(alias);
    }

    [TestCase(typeof(KeystoneProvider), "Project")]
    [TestCase(typeof(CloudStorProvider), "Credentials cloudstor")]
    [TestCase(typeof(NvidiaVgpuProvider), "Project", "Secrets {zone_secrets}", "Secrets {default_secret}")]
    [TestCase(typeof(WindowsProductKeyProvider), "Server", "Image", "Secrets {key_pattern}")]
    [TestCase(typeof(CrowdStrikeProvider), "Server", "Secrets {key_pattern}")]
    [TestCase(typeof(TestProvider))]
    public void Each_provider_declares_what_it_nearly_always_needs(Type type, params string[] lookups) =>
        type.GetCustomAttributes<ProviderLookupAttribute>().Select(lookup => $"{lookup.Kind} {lookup.Id}".TrimEnd())
            .Should().BeEquivalentTo(lookups);

    [TestCase(typeof(KeystoneProvider))]
    [TestCase(typeof(CloudStorProvider), "credential_type=cloudstor")]
    [TestCase(typeof(NvidiaVgpuProvider), "zones_property=compute_zones", "zone_secrets=monash:LICENSE_TOKEN_MONASH", "default_secret=LICENSE_TOKEN_ARDC")]
    [TestCase(typeof(WindowsProductKeyProvider), "trait=CUSTOM_NECTAR_WINDOWS", "key_pattern=WINDOWS_PRODUCT_KEY_{host}")]
    [TestCase(typeof(CrowdStrikeProvider), "key_pattern=CROWDSTRIKE_{az}_{key}")]
    [TestCase(typeof(TestProvider))]
    public void What_is_Nectars_own_is_an_option_with_todays_value(Type type, params string[] options)
    {
        var declared = type.GetCustomAttributes<ProviderOptionAttribute>().ToList();

        declared.Select(option => $"{option.Name}={option.Default}").Should().BeEquivalentTo(options);
        declared.Should().NotContain(option => string.IsNullOrEmpty(option.Help));
    }
}
