using Pollinate.Abstractions;
using Pollinate.Host.Lookups;
using Pollinate.Host.Redaction;
using Pollinate.Host.Secrets;
using Pollinate.Host.Tests.OpenStack;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Cinder;
using Pollinate.SimulatedCloud.Faults;
using Pollinate.SimulatedCloud.Glance;
using Pollinate.SimulatedCloud.Nova;

namespace Pollinate.Host.Tests.Lookups;

/// <summary>What lookups make of the services' answers.</summary>
internal sealed class ResourceTests
{
    private OpenStackOfTests _openStack = null!;

    [SetUp]
    public async Task SetUp() => _openStack = await OpenStackOfTests.StartAsync(pageSize: 2);

    [TearDown]
    public async Task TearDown() => await _openStack.DisposeAsync();

    [Test]
    public async Task A_project_has_every_property_that_the_cloud_gave_it()
    {
        var project = await _openStack.FindAsync<Project>(SampleData.Demo.Id);

        project!.Name.Should().Be("demo");
        project.GetText("compute_zones").Should().Be("monash-01,monash-02");
        project.GetText("enabled").Should().BeNull("it is no text");
    }

    [Test]
    public async Task A_server_has_its_zone_its_host_and_its_volumes()
    {
        var server = await _openStack.FindAsync<Server>(SampleServers.WindowsVolume.Id);

        server!.AvailabilityZone.Should().Be(SampleZones.Complete);
        server.Host.Should().Be(SampleServers.WindowsHost);
        server.AttachedVolumeIds.Should().Equal(SampleVolumes.Data.Id, SampleVolumes.Windows.Id);
        server.Json.GetProperty("image").GetString().Should().BeEmpty();
    }

    [Test]
    public async Task A_server_that_is_not_scheduled_yet_has_neither_zone_nor_host()
    {
        var server = await _openStack.FindAsync<Server>(SampleServers.Unscheduled.Id);

        (server!.AvailabilityZone, server.Host).Should().Be((null, null));
        server.AttachedVolumeIds.Should().BeEmpty();
    }

    [Test]
    public async Task A_servers_host_is_not_told_to_a_plain_user()
    {
        await using var openStack = await OpenStackOfTests.StartAsync(options => options with
        {
            Username = SampleData.DemoUser.Name,
            ProjectName = SampleData.Demo.Name,
        });

        var server = await openStack.FindAsync<Server>(SampleServers.Windows.Id);

        server!.AvailabilityZone.Should().Be(SampleZones.Complete);
        server.Host.Should().BeNull();
    }

    [Test]
    public async Task An_images_traits_are_among_its_properties()
    {
        var windows = await _openStack.FindAsync<Image>(SampleImages.Windows.Id);
        var linux = await _openStack.FindAsync<Image>(SampleImages.Linux.Id);

        windows!.GetText(SampleImages.WindowsTrait).Should().Be("required");
        linux!.GetText(SampleImages.WindowsTrait).Should().BeNull();
    }

    [Test]
    public async Task What_is_gone_is_null()
    {
        (await _openStack.FindAsync<Project>("gone")).Should().BeNull();
        (await _openStack.FindAsync<Server>("gone")).Should().BeNull();
        (await _openStack.FindAsync<Image>(SampleImages.GoneId)).Should().BeNull();
        (await _openStack.FindAsync<Volume>(SampleVolumes.GoneId)).Should().BeNull();
        (await _openStack.FindAsync<Secret>("gone")).Should().BeNull();
        (await _openStack.FindAsync<CredentialList>("gone"))!.Credentials.Should().BeEmpty();
    }

    [Test]
    public async Task A_volume_is_bootable_when_Cinder_says_the_word_true()
    {
        (await _openStack.FindAsync<Volume>(SampleVolumes.Windows.Id))!.IsBootable.Should().BeTrue();
        (await _openStack.FindAsync<Volume>(SampleVolumes.Data.Id))!.IsBootable.Should().BeFalse();
    }

    [TestCase("\"true\"", true)]
    [TestCase("\"True\"", true)]
    [TestCase("true", true)]
    [TestCase("\"false\"", false)]
    [TestCase("false", false)]
    [TestCase("null", false)]
    [TestCase("1", false)]
    public async Task A_volume_is_bootable_in_whatever_way_that_is_said(string bootable, bool expected)
    {
        var source = new VolumeSource(new(new AnswersOfTests($$$"""{"volume": {"id": "v", "bootable": {{{bootable}}}}}""")));

        (await source.FetchAsync("v", CancellationToken.None))!.IsBootable.Should().Be(expected);
    }

    [Test]
    public async Task A_volume_that_was_made_from_no_image_has_no_image_metadata()
    {
        (await _openStack.FindAsync<Volume>(SampleVolumes.Bare.Id))!.ImageMetadata.Should().BeEmpty();
        (await _openStack.FindAsync<Volume>(SampleVolumes.Windows.Id))!.ImageMetadata
            .Should().Contain(SampleImages.WindowsTrait, "required");
    }

    [Test]
    public async Task Credentials_of_a_type_are_read_from_every_page_in_order()
    {
        var list = await _openStack.FindAsync<CredentialList>("cloudstor");

        list!.Credentials.Should().BeEquivalentTo(
            SampleData.Credentials.Where(credential => credential.Type == "cloudstor")
                .Select(credential => new { credential.Id, credential.Type, credential.ProjectId, credential.Blob }),
            options => options.WithStrictOrdering());
        _openStack.Cloud.Calls.Of("GET", "/identity/v3/credentials").Should().Be(2);
    }

    [Test]
    public async Task A_type_of_credential_is_escaped()
    {
        (await _openStack.FindAsync<CredentialList>("cloudstor&x=1#y"))!.Credentials.Should().BeEmpty();
    }

    [Test]
    public async Task Credentials_of_no_type_are_not_asked_for()
    {
        await OpenStackOfTests.FailureOfAsync<LookupException>(() => _openStack.FindAsync<CredentialList>(""));

        _openStack.Cloud.Calls.OfService("identity").Should().Be(0);
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("../users")]
    [TestCase("a/b")]
    [TestCase("a%2Fb")]
    [TestCase("a\\b")]
    [TestCase("a?b")]
    [TestCase("a#b")]
    [TestCase("a b")]
    [TestCase("a\nb")]
    [TestCase("ä")]
    public async Task What_is_no_plain_id_reaches_no_service(string id)
    {
        var failures = new[]
        {
            await OpenStackOfTests.FailureOfAsync<LookupException>(() => _openStack.FindAsync<Project>(id)),
            await OpenStackOfTests.FailureOfAsync<LookupException>(() => _openStack.FindAsync<Server>(id)),
            await OpenStackOfTests.FailureOfAsync<LookupException>(() => _openStack.FindAsync<Image>(id)),
            await OpenStackOfTests.FailureOfAsync<LookupException>(() => _openStack.FindAsync<Volume>(id)),
        };

        failures.Should().OnlyContain(failure => failure.Contains("the id is not 1 to 255", StringComparison.Ordinal));
        _openStack.Cloud.Calls.All.Should().BeEmpty();
    }

    [Test]
    public async Task An_id_that_is_too_long_reaches_no_service() =>
        await OpenStackOfTests.FailureOfAsync<LookupException>(() => _openStack.FindAsync<Project>(new('a', 256)));

    [TestCase("identity")]
    [TestCase("compute")]
    [TestCase("image")]
    [TestCase("volume")]
    public async Task An_answer_of_another_shape_is_an_error_that_names_service_call_and_status(string service)
    {
        _openStack.Cloud.Faults.Add(new(FaultKind.WrongShape, service) { Method = "GET" });

        var failure = await OpenStackOfTests.FailureOfAsync<LookupException>(() => service switch
        {
            "identity" => _openStack.FindAsync<Project>("x"),
            "compute" => _openStack.FindAsync<Server>("x"),
            "image" => _openStack.FindAsync<Image>("x"),
            _ => _openStack.FindAsync<Volume>("x"),
        });

        failure.Should().StartWith(service).And.Contain("GET ").And.Contain("answered 200 without");
    }

    [Test]
    public async Task A_credential_without_a_blob_is_an_error_that_does_not_quote_it()
    {
        var source = new CredentialSource(new(new AnswersOfTests("""[{"id": "c", "type": "t", "blob": {"password": "hidden"}}]""")), new Redactor().Register());

        (await OpenStackOfTests.FailureOfAsync<LookupException>(() => source.FetchAsync("t", CancellationToken.None)))
            .Should().Contain("lacks id, type or blob").And.NotContain("hidden");
    }

    [Test]
    public async Task The_store_of_secrets_is_read_once_per_request_whatever_number_of_names_is_asked_for()
    {
        var request = Requests.New();

        (await _openStack.FindAsync<Secret>("KEY", request))!.Value.Should().Be("value");
        (await _openStack.FindAsync<Secret>("key", request)).Should().BeNull("the case of a name matters");
        (await _openStack.FindAsync<Secret>("KEY"))!.Name.Should().Be("KEY");

        _openStack.Secrets.Reads.Should().Be(2);
    }

    [Test]
    public async Task A_store_of_secrets_that_is_away_fails_in_the_terms_of_the_contract()
    {
        _openStack.Secrets.Failure = new SecretStoreException("Vault is away.");

        (await OpenStackOfTests.FailureOfAsync<LookupException>(() => _openStack.FindAsync<Secret>("KEY"))).Should().Be("Vault is away.");
    }

    [Test]
    public async Task Without_a_configured_user_every_lookup_says_what_to_set()
    {
        await using var openStack = await OpenStackOfTests.StartAsync(_ => new());
        using var client = openStack.Clients.Create("compute");

        foreach (var ask in new Func<Task>[]
        {
            () => openStack.FindAsync<Server>("x"),
            () => openStack.FindAsync<CredentialList>("x"),
            () => client.GetAsync("x"),
        })
        {
            (await OpenStackOfTests.FailureOfAsync<LookupException>(ask)).Should().Contain("[service_auth] is not configured");
        }
    }
}
