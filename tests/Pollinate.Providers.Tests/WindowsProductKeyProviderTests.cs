using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;
using Pollinate.Providers.Tests.Support;
using Pollinate.Providers.Windows;

namespace Pollinate.Providers.Tests;

internal sealed class WindowsProductKeyProviderTests
{
    private const string Trait = "trait:CUSTOM_NECTAR_WINDOWS";
    private const string Key = "AAAAA-BBBBB-CCCCC";
    private const string Answer = """{"product_key":"AAAAA-BBBBB-CCCCC"}""";

    private readonly LookupOfTests<Server> _servers = new();
    private readonly LookupOfTests<Image> _images = new();
    private readonly LookupOfTests<Volume> _volumes = new();
    private readonly LookupOfTests<Secret> _secrets = new();
    private readonly CollectedLog _log = new();

    [SetUp]
    public void SetUp()
    {
        HaveServer("qh2-host1");
        HaveImage($$"""{"{{Trait}}":"required"}""");
        HaveSecret("WINDOWS_PRODUCT_KEY_QH2-HOST1");
    }

    [TestCase("required")]
    [TestCase("")]
    [TestCase("anything")]
    public async Task A_guest_of_an_image_with_the_trait_is_given_the_key_of_its_host(string value)
    {
        HaveImage($$"""{"{{Trait}}":"{{value}}"}""");

        (await RunAsync(Request.FromImage)).Should().Be(Answer);
        ShouldHaveLogged(LogLevel.Debug, $"Server {Request.ServerId} is given the product key of host qh2-host1.");
        _volumes.Asked.Should().BeEmpty();
    }

    [TestCase("""{}""")]
    [TestCase("""{"trait:CUSTOM_OTHER":"required","CUSTOM_NECTAR_WINDOWS":"required"}""")]
    [TestCase("""{"trait:CUSTOM_NECTAR_WINDOWS":null}""")]
    public async Task An_image_without_the_trait_gives_nothing(string image)
    {
        HaveImage(image);

        (await RunAsync(Request.FromImage)).Should().Be("null");
        ShouldHaveLogged(LogLevel.Debug,
            $"The image {Request.ImageId} of server {Request.ServerId} does not carry {Trait}; the guest is given no product key.");
        _secrets.Asked.Should().BeEmpty();
    }

    [Test]
    public async Task An_attached_volume_of_Windows_makes_no_Windows_of_a_guest_with_another_image()
    {
        HaveServer("qh2-host1", "v1");
        HaveVolume("v1", isBootable: true, Trait);
        HaveImage("{}");

        (await RunAsync(Request.FromImage)).Should().Be("null");
        _volumes.Asked.Should().BeEmpty();
    }

    [Test]
    public async Task An_image_that_is_gone_gives_nothing()
    {
        var context = Request.Of($$"""{"project-id":"p","instance-id":"{{Request.ServerId}}","image-id":"gone"}""");

        (await RunAsync(context)).Should().Be("null");
        ShouldHaveLogged(LogLevel.Warning,
            $"Glance shows no image gone, which server {Request.ServerId} boots from: it is gone, or the user of [service_auth] may not see it; the guest is given no product key.");
        _secrets.Asked.Should().BeEmpty();
    }

    [Test]
    public async Task A_bootable_volume_with_the_trait_gives_the_key_whatever_else_is_attached()
    {
        HaveServer("qh2-host1", "data", "gone", "boot");
        HaveVolume("data", isBootable: false);
        HaveVolume("boot", isBootable: true, "os_type", Trait);

        (await RunAsync(Request.FromVolume)).Should().Be(Answer);
        ShouldHaveLogged(LogLevel.Debug, $"Server {Request.ServerId} is given the product key of host qh2-host1.");
        _images.Asked.Should().BeEmpty();
    }

    [Test]
    public async Task A_request_without_an_image_is_one_of_a_guest_that_boots_from_a_volume()
    {
        HaveServer("qh2-host1", "boot");
        HaveVolume("boot", isBootable: true, Trait);

        (await RunAsync(Request.Of($$"""{"project-id":"p","instance-id":"{{Request.ServerId}}"}"""))).Should().Be(Answer);
    }

    [Test]
    public async Task A_volume_with_the_trait_that_is_not_bootable_gives_nothing()
    {
        HaveServer("qh2-host1", "v1");
        HaveVolume("v1", isBootable: false, Trait);

        (await RunAsync(Request.FromVolume)).Should().Be("null");
        ShouldHaveLoggedNoVolume(1);
    }

    [Test]
    public async Task A_bootable_volume_without_the_trait_gives_nothing()
    {
        HaveServer("qh2-host1", "v1", "v2");
        HaveVolume("v1", isBootable: true, "os_type");
        HaveVolume("v2", isBootable: true);

        (await RunAsync(Request.FromVolume)).Should().Be("null");
        ShouldHaveLoggedNoVolume(2);
    }

    [Test]
    public async Task A_bootable_volume_and_the_trait_on_another_give_nothing()
    {
        HaveServer("qh2-host1", "v1", "v2");
        HaveVolume("v1", isBootable: true);
        HaveVolume("v2", isBootable: false, Trait);

        (await RunAsync(Request.FromVolume)).Should().Be("null");
        ShouldHaveLoggedNoVolume(2);
    }

    [Test]
    public async Task Without_any_volume_there_is_nothing()
    {
        (await RunAsync(Request.FromVolume)).Should().Be("null");
        ShouldHaveLoggedNoVolume(0);
    }

    [Test]
    public async Task A_volume_that_is_gone_gives_nothing()
    {
        HaveServer("qh2-host1", "gone");

        (await RunAsync(Request.FromVolume)).Should().Be("null");
        ShouldHaveLoggedNoVolume(1);
    }

    [Test]
    public async Task All_volumes_are_looked_up_at_once()
    {
        HaveServer("qh2-host1", "v1", "v2", "v3");
        HaveVolume("v3", isBootable: true, Trait);
        var gate = new TaskCompletionSource();
        _volumes.Gate = gate.Task;

        var running = RunAsync(Request.FromVolume);
        _volumes.Asked.Should().Equal("v1", "v2", "v3");
        gate.SetResult();

        (await running).Should().Be(Answer);
    }

    [Test]
    public async Task A_server_that_Nova_does_not_show_gives_nothing()
    {
        var context = Request.Of($$"""{"project-id":"p","instance-id":"gone","image-id":"{{Request.ImageId}}"}""");

        (await RunAsync(context)).Should().Be("null");
        ShouldHaveLogged(LogLevel.Warning,
            "Nova shows no server gone: it is gone, or the user of [service_auth] may not see it; the guest is given no product key.");
        _secrets.Asked.Should().BeEmpty();
    }

    [TestCase("""{"project-id":"p"}""")]
    [TestCase("""{"project-id":"p","instance-id":""}""")]
    public async Task A_request_without_an_instance_gives_nothing(string body)
    {
        (await RunAsync(Request.Of(body))).Should().Be("null");
        ShouldHaveLogged(LogLevel.Warning, "The request names no instance; there is no product key without one.");
        _servers.Asked.Should().BeEmpty();
    }

    [TestCase(null)]
    [TestCase("")]
    public async Task A_server_whose_host_Nova_does_not_tell_gives_nothing(string? host)
    {
        HaveServer(host);

        (await RunAsync(Request.FromImage)).Should().Be("null");
        ShouldHaveLogged(LogLevel.Warning,
            $"Nova does not tell the compute host of server {Request.ServerId}: it has none yet, or the user of [service_auth] is no administrator; the guest is given no product key.");
    }

    [Test]
    public async Task A_host_without_a_key_gives_nothing_and_the_secret_is_named()
    {
        HaveServer("qh2-host2.example.org");

        (await RunAsync(Request.FromImage)).Should().Be("null");
        ShouldHaveLogged(LogLevel.Warning,
            $"The store of secrets has no WINDOWS_PRODUCT_KEY_QH2-HOST2.EXAMPLE.ORG, the product key for server {Request.ServerId} on host qh2-host2.example.org; the guest is given none.");
    }

    [Test]
    public async Task An_empty_key_is_none()
    {
        _secrets["WINDOWS_PRODUCT_KEY_QH2-HOST1"] = new("WINDOWS_PRODUCT_KEY_QH2-HOST1", "");

        (await RunAsync(Request.FromImage)).Should().Be("null");
        _log.Lines.Should().ContainSingle().Which.Level.Should().Be(LogLevel.Warning);
    }

    [TestCase("CUSTOM_LICENSED")]
    [TestCase("trait:CUSTOM_LICENSED")]
    public async Task The_trait_is_an_option(string trait)
    {
        (await RunAsync(Request.FromImage, ("trait", trait))).Should().Be("null");

        HaveImage("""{"trait:CUSTOM_LICENSED":"required"}""");
        (await RunAsync(Request.FromImage, ("trait", trait))).Should().Be(Answer);

        HaveServer("qh2-host1", "v1");
        HaveVolume("v1", isBootable: true, "trait:CUSTOM_LICENSED");
        (await RunAsync(Request.FromVolume, ("trait", trait))).Should().Be(Answer);
    }

    [Test]
    public async Task The_name_of_the_secret_is_an_option()
    {
        HaveServer("host{host}");
        HaveSecret("keys/HOST{HOST}/win");

        (await RunAsync(Request.FromImage, ("key_pattern", "keys/{host}/win"))).Should().Be(Answer);
    }

    [TestCase("key_pattern", "WINDOWS_PRODUCT_KEY", "names the same secret for everything; put {host} where its value belongs")]
    [TestCase("key_pattern", "KEY_{hosts}", "'KEY_{hosts}' has {hosts} in it; what is filled in is {host}")]
    [TestCase("key_pattern", "KEY_{HOST}", "'KEY_{HOST}' has {HOST} in it; what is filled in is {host}")]
    [TestCase("key_pattern", "{host}_{", "has a brace without its twin")]
    [TestCase("key_pattern", "", "is empty")]
    [TestCase("key_pattern", null, "is empty")]
    [TestCase("trait", "", "is empty")]
    [TestCase("trait", "trait:", "is empty")]
    [TestCase("trait", null, "is empty")]
    public async Task An_option_that_can_not_be_used_is_refused_at_the_start(string option, string? value, string reason) =>
        (await this.Invoking(test => test.RunAsync(Request.FromImage, (option, value))).Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should().StartWith($"[windows_product_key] {option}").And.Contain(reason);

    [Test]
    public async Task A_failed_lookup_of_a_volume_fails_the_provider()
    {
        HaveServer("qh2-host1", "v1");
        _volumes.Failure = new LookupException("block storage: GET volumes/v1: answered 500");

        await this.Invoking(test => test.RunAsync(Request.FromVolume)).Should().ThrowAsync<LookupException>();
    }

    private void HaveServer(string? host, params string[] volumes) =>
        _servers[Request.ServerId] = new(Request.ServerId, "melbourne-qh2", host, volumes, JsonElement.Parse("{}"));

    private void HaveImage(string json) => _images[Request.ImageId] = new(Request.ImageId, JsonElement.Parse(json));

    private void HaveVolume(string id, bool isBootable, params string[] imageProperties) =>
        _volumes[id] = new(id, isBootable, imageProperties.ToDictionary(name => name, _ => "required"), JsonElement.Parse("{}"));

    private void HaveSecret(string name) => _secrets[name] = new(name, Key);

    private async Task<string> RunAsync(VendordataContext context, params (string, string?)[] set)
    {
        var provider = new WindowsProductKeyProvider(
            Settings.Of<WindowsProductKeyProvider>(set), _servers, _images, _volumes, _secrets, _log);
        var answer = await provider.RunAsync(context);
        _log.Lines.Should().NotContain(line => line.Text.Contains(Key, StringComparison.Ordinal));
        return answer;
    }

    private void ShouldHaveLogged(LogLevel level, string text) => _log.Lines.Should().Equal((level, text));

    private void ShouldHaveLoggedNoVolume(int count)
    {
        ShouldHaveLogged(LogLevel.Debug,
            $"None of the {count} volumes of server {Request.ServerId} is bootable and carries {Trait}; the guest is given no product key.");
        _secrets.Asked.Should().BeEmpty();
    }
}
