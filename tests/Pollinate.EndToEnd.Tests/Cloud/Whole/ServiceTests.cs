using System.Text.Json.Nodes;
using Pollinate.EndToEnd.Tests.Keystone;

namespace Pollinate.EndToEnd.Tests.Cloud.Whole;

/// <summary>The services answer the daemon's user as the tests of the daemon take for granted.</summary>
internal sealed class ServiceTests
{
    private readonly HttpClient _http = new();

    [OneTimeTearDown]
    public void TearDown() => _http.Dispose();

    [Test]
    public async Task Nova_knows_the_server_from_an_image_its_zone_and_its_host()
    {
        var server = (await GetAsync($"{WholeCloud.ComputeAddress}/servers/{WholeCloud.ImageServerId}"))["server"]!;

        ((string?)server["OS-EXT-AZ:availability_zone"]).Should().Be("melbourne-qh2");
        ((string?)server["OS-EXT-SRV-ATTR:host"]).Should().Be("qh2-rcc1");
        ((string?)server["image"]!["id"]).Should().Be(WholeCloud.ImageId);
        server["os-extended-volumes:volumes_attached"]!.ToJsonString().Should().Be("[]");
    }

    [Test]
    public async Task Nova_knows_the_server_from_a_volume_its_zone_its_host_and_its_volume()
    {
        var server = (await GetAsync($"{WholeCloud.ComputeAddress}/servers/{WholeCloud.VolumeServerId}"))["server"]!;

        ((string?)server["OS-EXT-AZ:availability_zone"]).Should().Be("monash-01");
        ((string?)server["OS-EXT-SRV-ATTR:host"]).Should().Be("mon-win-01");
        ((string?)server["image"]).Should().BeEmpty();
        server["os-extended-volumes:volumes_attached"]!.ToJsonString().Should().Be($$"""[{"id":"{{WholeCloud.VolumeId}}"}]""");
    }

    [Test]
    public async Task Glance_knows_the_image_and_its_trait()
    {
        var image = await GetAsync($"{WholeCloud.ImageAddress}/v2/images/{WholeCloud.ImageId}");

        ((string?)image["status"]).Should().Be("active");
        ((string?)image["trait:CUSTOM_NECTAR_WINDOWS"]).Should().Be("required");
    }

    [Test]
    public async Task Cinder_knows_the_volume_and_its_trait()
    {
        var address = WholeCloud.VolumeAddress.Replace("%(project_id)s", RealCloud.ServiceProjectId, StringComparison.Ordinal);
        var volume = (await GetAsync($"{address}/volumes/{WholeCloud.VolumeId}"))["volume"]!;

        ((string?)volume["bootable"]).Should().Be("true");
        ((string?)volume["volume_image_metadata"]!["trait:CUSTOM_NECTAR_WINDOWS"]).Should().Be("required");
        ((string?)volume["attachments"]![0]!["server_id"]).Should().Be(WholeCloud.VolumeServerId);
    }

    private async Task<JsonNode> GetAsync(string address)
    {
        using var keystone = new KeystoneClient(RealCloud.Keystone.AuthUrl);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("X-Auth-Token", await keystone.AuthenticateAsync(KeystoneUser.Pollinate));
        using var response = await _http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.Should().BeTrue(because: $"{body}\n{WholeCloud.Log}");
        return JsonNode.Parse(body)!;
    }
}
