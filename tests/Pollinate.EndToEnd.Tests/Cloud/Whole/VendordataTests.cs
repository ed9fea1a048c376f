using System.Text.Json.Nodes;
using Pollinate.EndToEnd.Tests.CloudInit;
using Pollinate.EndToEnd.Tests.Configuration;
using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Keystone;
using Pollinate.EndToEnd.Tests.Nova;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Cloud.Whole;

/// <summary>Nova's own client, the published daemon with every provider, Debian's Keystone, Nova, Glance and Cinder.</summary>
internal sealed class VendordataTests
{
    private const string AllProviders = "project_info,cloudstor,nvidia_vgpu,windows_product_key,crowdstrike,test";

    /// <summary>A provider of the fixtures that gives the JSON text of its section.</summary>
    private const string CloudConfigProvider = "first";

    private const string CloudConfig =
        """{"packages":["qemu-guest-agent"],"runcmd":["echo \"it's: here\" # and 'there'"],"write_files":[{"path":"/etc/x","permissions":"0644","content":"a\nb: on\n"}]}""";

    private static readonly string ArdcLicence = Marks.NewPlain("a licence");
    private static readonly string MonashLicence = Marks.NewPlain("a licence");
    private static readonly string ImageKey = Marks.NewPlain("a product key");
    private static readonly string VolumeKey = Marks.NewPlain("a product key");
    private static readonly string ImageSensor = Marks.NewPlain("a sensor's id");
    private static readonly string VolumeSensor = Marks.NewPlain("a sensor's id");

    private static readonly string Secrets = $$"""
        {
          "LICENSE_TOKEN_ARDC": "{{ArdcLicence}}",
          "LICENSE_TOKEN_MONASH": "{{MonashLicence}}",
          "WINDOWS_PRODUCT_KEY_QH2-RCC1": "{{ImageKey}}",
          "WINDOWS_PRODUCT_KEY_MON-WIN-01": "{{VolumeKey}}",
          "CROWDSTRIKE_MELBOURNE-QH2_CID": "{{ImageSensor}}",
          "CROWDSTRIKE_MELBOURNE-QH2_INSTALLER_URL_DEB": "https://x/f.deb",
          "CROWDSTRIKE_MELBOURNE-QH2_INSTALLER_URL_RPM": "https://x/f.rpm",
          "CROWDSTRIKE_MELBOURNE-QH2_TAGS": "a,b",
          "CROWDSTRIKE_MONASH-01_CID": "{{VolumeSensor}}",
          "CROWDSTRIKE_MONASH-01_INSTALLER_URL_RPM": "https://x/m.rpm",
          "CROWDSTRIKE_MONASH-01_FAIL_IF_MISSING": "yes"
        }
        """;

    private ConfigurationFolder _folder = null!;

    private static NovaInstance ImageServer => new(WholeCloud.ProjectId) { Id = WholeCloud.ImageServerId, ImageId = WholeCloud.ImageId };

    private static NovaInstance VolumeServer => new(WholeCloud.ProjectId) { Id = WholeCloud.VolumeServerId, ImageId = "" };

    [SetUp]
    public async Task SetUp()
    {
        _folder = new();
        CopyPlugin("Fixture.Dispatch");
        await File.WriteAllTextAsync(SecretsFile, Secrets);
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task The_guests_from_an_image_and_from_a_volume_get_what_every_provider_gives()
    {
        await using var daemon = await PublishedDaemon.StartAsync(Configuration(AllProviders));

        await ShouldBeWholeAsync(daemon);
    }

    [Test]
    public async Task With_every_value_of_the_original_set_the_guests_get_the_same()
    {
        // The other way round than the other tests: the credentials are in [service_auth].
        var configuration = Configuration(AllProviders)
            .Replace("[service_auth]\nauth_section = keystone_authtoken", "", StringComparison.Ordinal)
            .Replace("[keystone_authtoken]", """
                [DEFAULT]
                host = vendordata-1
                api_timeout = 9
                [flask]
                host = 127.0.0.1
                port = 1
                secret_key = flask-secret
                [service_auth]
                user_domain_id = default
                project_domain_id = default
                default_domain_id = default
                default_domain_name = Default
                insecure = true
                timeout = 9
                collect_timing = true
                split_loggers = true
                """, StringComparison.Ordinal);
        var values = await OriginalSample.WithValuesAsync(EveryValue.Of(_folder.FullName, RealCloud.Keystone.AuthUrl));

        await using var daemon = await PublishedDaemon.StartAsync($"{values}\n{configuration}", _folder.LogFile);

        await ShouldBeWholeAsync(daemon);
    }

    [Test]
    public async Task Cloud_init_reads_the_cloud_config_of_a_daemon_that_is_asked_under_both_targets()
    {
        using var reader = await CloudInitReader.CreateAsync();
        await using var daemon = await PublishedDaemon.StartAsync(Configuration($"{AllProviders},{CloudConfigProvider}", $$$"""
            [cache]
            server_time = 60
            [{{{CloudConfigProvider}}}]
            json = {"cloud-config": {{{CloudConfig}}}}
            """));

        foreach (var (instance, expected) in new[] { (ImageServer, OfImageServer), (VolumeServer, OfVolumeServer) })
        {
            var before = WholeCloud.CountServerCalls(instance.Id);

            var vendordata = (await AskBothTargetsAsync(daemon, instance)).Vendordata!;

            WholeCloud.CountServerCalls(instance.Id).Should().Be(before + 1, because: "both targets ask for one server within seconds");
            var document = (string?)vendordata["cloud-init"];
            var nectar = Sorted([.. expected, new(CloudConfigProvider, new JsonObject()), new("cloud-init", document)]);
            vendordata.ToJsonString().Should().Be(new JsonObject { ["nectar"] = nectar, ["cloud-init"] = document }.ToJsonString());
            var guest = await reader.ReadAsync(vendordata);
            guest.Raw!.ToJsonString().Should().Be(vendordata["cloud-init"]!.ToJsonString()).And.StartWith("\"#cloud-config\\n");
            guest.Config!.ToJsonString().Should().Be(JsonNode.Parse(CloudConfig)!.ToJsonString());
        }
    }

    [Test]
    public async Task Cloud_init_runs_nothing_when_no_provider_gives_a_cloud_config()
    {
        using var reader = await CloudInitReader.CreateAsync();
        await using var daemon = await PublishedDaemon.StartAsync(Configuration(AllProviders));

        var vendordata = (await AskBothTargetsAsync(daemon, ImageServer)).Vendordata!;

        vendordata["nectar"]!.ToJsonString().Should().Be(OfImageServer.ToJsonString());
        (await reader.ReadAsync(vendordata)).Raw.Should().BeNull();
    }

    private static async Task ShouldBeWholeAsync(PublishedDaemon daemon)
    {
        var nova = NovaClient.WithPassword(daemon.Address, RealCloud.Keystone.AuthUrl, KeystoneUser.Nova);

        foreach (var (instance, expected) in new[] { (ImageServer, OfImageServer), (VolumeServer, OfVolumeServer) })
        {
            var answer = await nova.AskAsync(instance);

            answer.Vendordata!.ToJsonString().Should().Be(
                new JsonObject { [NovaClient.Target] = expected }.ToJsonString(), because: $"{answer.Log}\n{daemon.Log}");
        }
    }

    private static Task<NovaAnswer> AskBothTargetsAsync(PublishedDaemon daemon, NovaInstance instance) =>
        NovaClient.WithPassword(
            daemon.Address, RealCloud.Keystone.AuthUrl, KeystoneUser.Nova,
            targets: $"nectar@{daemon.Address},cloud-init@{daemon.Address}cloud-init").AskAsync(instance);

    private string Configuration(string providers, string more = "") => $"""
        {RealCloud.ConfigurationWith(providers)}

        [DEFAULT]
        plugins_dir = {Path.Combine(Repository.PublishedFolder, "plugins")},{_folder.PluginsFolder}

        [secrets]
        backend = file
        file = {SecretsFile}
        {more}
        """;

    private void CopyPlugin(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.PluginsFolder, name)).FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.PluginFolder(name)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private string SecretsFile => Path.Combine(_folder.FullName, "secrets.json");

    private static JsonObject OfImageServer => Answer(ImageKey, new()
    {
        ["cid"] = ImageSensor,
        ["enabled"] = true,
        ["fail_if_missing"] = false,
        ["installer_url"] = "https://x/f.deb",
        ["installer_url_deb"] = "https://x/f.deb",
        ["installer_url_rpm"] = "https://x/f.rpm",
        ["tags"] = "a,b",
    });

    private static JsonObject OfVolumeServer => Answer(VolumeKey, new()
    {
        ["cid"] = VolumeSensor,
        ["enabled"] = true,
        ["fail_if_missing"] = true,
        ["installer_url"] = "https://x/m.rpm",
        ["installer_url_rpm"] = "https://x/m.rpm",
    });

    private static JsonObject Answer(string productKey, JsonObject crowdStrike) => Sorted(
    [
        new("project_info", new JsonObject { ["project_id"] = WholeCloud.ProjectId, ["project_name"] = "research" }),
        new("cloudstor", new JsonObject { ["username"] = "u@x", ["password"] = WholeCloud.CredentialPassword }),
        new("nvidia_vgpu", new JsonObject { ["license_token"] = MonashLicence }),
        new("windows_product_key", new JsonObject { ["product_key"] = productKey }),
        new("crowdstrike", crowdStrike),
        new("test", new JsonObject { ["OK"] = "Success" }),
    ]);

    // The original sorts the keys of its answers.
    private static JsonObject Sorted(IEnumerable<KeyValuePair<string, JsonNode?>> parts) =>
        new(parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => new KeyValuePair<string, JsonNode?>(part.Key, part.Value?.DeepClone())));
}
