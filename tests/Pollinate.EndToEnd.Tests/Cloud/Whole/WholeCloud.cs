using System.Text.Json.Nodes;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Keystone;
using Pollinate.EndToEnd.Tests.OpenStack;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Cloud.Whole;

/// <summary>
/// Debian's Nova, Glance and Cinder beside the Keystone of <see cref="RealCloud"/>, with two servers: one booted from an
/// image, one from a volume, both of Windows.
/// </summary>
[SetUpFixture]
internal sealed class WholeCloud
{
    public const string ImageServerId = "612b8c17-d69a-49cb-947b-43615413f3c6";
    public const string VolumeServerId = "71cc07f8-5063-4922-ac52-d90d6a23043a";
    public const string ImageId = "b7b284c1-2c78-4643-acd8-f4488082419c";

    /// <summary>The password in the project's CloudStor credential.</summary>
    public static readonly string CredentialPassword = Marks.NewPlain("a user's password for CloudStor");

    private static readonly NovaServer Nova = new();
    private static readonly GlanceServer Glance = new();
    private static readonly CinderServer Cinder = new();

    /// <summary>A project with both servers, a CloudStor credential and a compute zone of its own.</summary>
    public static string ProjectId { get; private set; } = "";

    public static string VolumeId { get; private set; } = "";

    public static string ComputeAddress => Nova.Address;

    public static string ImageAddress => Glance.Address;

    public static string VolumeAddress => Cinder.Address;

    /// <summary>What the services have logged, to explain a failure.</summary>
    public static string Log => $"nova-api:\n{Nova.Log}\nglance-api:\n{Glance.Log}\ncinder-api:\n{Cinder.Log}";

    /// <summary>How often Nova was asked for a server.</summary>
    public static int CountServerCalls(string id) => Nova.Log.Split('\n').Count(line =>
        line.Contains($"\"GET /v2.1/servers/{id}\"", StringComparison.Ordinal));

    [OneTimeSetUp]
    public async Task SetUp()
    {
        await DebianPackages.RequireAsync("nova-api", "glance-api", "cinder-api");

        using var keystone = new KeystoneClient(RealCloud.Keystone.AuthUrl);
        var admin = await keystone.AuthenticateAsync(KeystoneUser.Admin);
        await keystone.CreateUserAsync(admin, KeystoneUser.Services, RealCloud.ServiceProjectId, "service");
        ProjectId = await keystone.CreateProjectAsync(admin, "research", new() { ["compute_zones"] = "melbourne-qh2,monash-01" });
        await keystone.CreateCredentialAsync(
            admin, RealCloud.PollinateUserId, ProjectId, "cloudstor", $$"""{"username": "u@x", "password": "{{CredentialPassword}}"}""");
        await keystone.CreateServiceAsync(admin, "compute", Nova.Address);
        await keystone.CreateServiceAsync(admin, "image", Glance.Address);
        await keystone.CreateServiceAsync(admin, "volumev3", Cinder.Address);

        await Task.WhenAll(SetUpGlanceAsync(admin), SetUpNovaAndCinderAsync());
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        await Nova.DisposeAsync();
        await Glance.DisposeAsync();
        await Cinder.DisposeAsync();
    }

    private static async Task SetUpGlanceAsync(string admin)
    {
        await Glance.SetUpAsync(Authentication);
        await Glance.StartAsync();
        using var images = new ImageClient(Glance.Address);
        await images.CreateAsync(admin, new()
        {
            ["id"] = ImageId,
            ["name"] = "win2022",
            ["trait:CUSTOM_NECTAR_WINDOWS"] = "required",
        });
    }

    private static async Task SetUpNovaAndCinderAsync()
    {
        await Task.WhenAll(Nova.SetUpAsync(Authentication), SetUpCinderAsync());
        await Nova.AddServersAsync(
            new(ImageServerId, "web1", ProjectId, "qh2-rcc1", "melbourne-qh2") { ImageId = ImageId },
            new(VolumeServerId, "bfv1", ProjectId, "mon-win-01", "monash-01") { VolumeId = VolumeId });
        await Nova.StartAsync();
    }

    private static async Task SetUpCinderAsync()
    {
        await Cinder.SetUpAsync(Authentication);
        VolumeId = await Cinder.AddVolumeAsync(new("boot", ProjectId, VolumeServerId, new()
        {
            ["image_id"] = ImageId,
            ["trait:CUSTOM_NECTAR_WINDOWS"] = "required",
        }));
        await Cinder.StartAsync();
    }

    private static string Authentication => $"""
        [keystone_authtoken]
        auth_type = password
        auth_url = {RealCloud.Keystone.AuthUrl}
        www_authenticate_uri = {RealCloud.Keystone.AuthUrl}
        username = {KeystoneUser.Services.Name}
        password = {KeystoneUser.Services.Password}
        user_domain_name = Default
        project_name = {KeystoneUser.Services.Project}
        project_domain_name = Default
        service_token_roles_required = true
        """;
}
