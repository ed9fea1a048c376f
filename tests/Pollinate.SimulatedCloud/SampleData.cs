using Pollinate.SimulatedCloud.Keystone;
using Pollinate.SimulatedCloud.Nova;

namespace Pollinate.SimulatedCloud;

/// <summary>Who and what there is in the simulated cloud.</summary>
public static class SampleData
{
    /// <summary>The password of every user.</summary>
    public const string Password = "secret";

    /// <summary>The token that the simulated Vault takes.</summary>
    public const string VaultToken = "sample-vault-token";

    /// <summary>Where the map of secrets lies in the simulated Vault.</summary>
    public const string SecretPath = "nova-pollinate";

    /// <summary>The instance that demonstrations ask about.</summary>
    public const string InstanceId = "5d6f1f4c-8a52-4c4a-9e5c-0e6d2c1b7a10";

    /// <summary>The image of that instance.</summary>
    public const string ImageId = "9b2f4a8e-2d0c-4a56-b7f3-6a1f0d3c5e21";

    /// <summary>An application credential of <see cref="Pollinate"/> in the project <see cref="Service"/>.</summary>
    public const string ApplicationCredentialId = "4f2d7c9be1a84c0f9a5b3d6e8c7f0a12";

    /// <summary>Its secret.</summary>
    public const string ApplicationCredentialSecret = "sample-application-credential-secret";

    public static Domain DefaultDomain { get; } = new("default", "Default");

    public static SampleProject Demo { get; } = new("0bb3fa3aa4de405cb4562d2efe937225", "demo", "monash-01,monash-02");

    public static SampleProject Service { get; } = new("3f1c5f4b6c0e4a8e9d1f2a3b4c5d6e7f", "service", null);

    public static SampleProject AdminProject { get; } = new("8e2a1d7c5b4f4c3a9e8d7c6b5a493827", "admin", null);

    /// <summary>A project whose zones are none of Monash's.</summary>
    public static SampleProject Melbourne { get; } = new("c2a7f4d0b3e145a89f6d7c8e9b0a1f23", "melbourne", "melbourne-qh2, tasmania");

    public static IReadOnlyList<SampleProject> Projects { get; } =
    [
        Demo, Service, AdminProject, Melbourne, .. Enumerable.Range(0, SampleServers.StormProjects).Select(NumberedProject),
    ];

    /// <summary>Several pages of credentials when pages are small. The first of the demonstration's project is its own.</summary>
    public static IReadOnlyList<SampleCredential> Credentials { get; } =
    [
        new("1a09c6a5f0d24bd58c0f5be1d3c7e001", "cloudstor", Melbourne.Id, """{"username": "melbourne", "password": "sample-melbourne"}"""),
        new("1a09c6a5f0d24bd58c0f5be1d3c7e002", "ec2", Demo.Id, """{"access": "sample-access", "secret": "sample-secret"}"""),
        new("1a09c6a5f0d24bd58c0f5be1d3c7e003", "cloudstor", null, """{"username": "nobody", "password": "sample-nobody"}"""),
        new("5c9290effb4d466d910e00e5ee1f3ab2", "cloudstor", Demo.Id, """{"username": "u1", "password": "p1"}"""),
        new("37879d95b0bd4d3eafa02fd7120b5391", "cloudstor", Demo.Id, """{"username": "u", "password": "p"}"""),
    ];

    /// <summary>The user as whom Nova asks for vendordata.</summary>
    public static SampleUser Nova { get; } = new("b1946ac92492d2347c6235b4d2611184", "novavd", new() { [Service.Id] = ["service"] });

    /// <summary>The user of the daemon itself.</summary>
    public static SampleUser Pollinate { get; } = new("591785b794601e212b260e25925636fd", "pollinate", new() { [Service.Id] = ["admin", "service"] });

    /// <summary>A plain user of the cloud.</summary>
    public static SampleUser DemoUser { get; } = new("7824ebc465594b7e92eb0cc1883b1c2e", "demo", new() { [Demo.Id] = ["member", "reader"] });

    public static SampleUser Admin { get; } = new("37e6c2f2838c4f48849ec38244acf57b", "admin", new()
    {
        [AdminProject.Id] = ["admin", "member", "reader"],
        [SampleUser.System] = ["admin", "member", "reader"],
    });

    public static IReadOnlyList<SampleUser> Users { get; } = [Nova, Pollinate, DemoUser, Admin];

    private static IReadOnlyDictionary<string, SampleProject> ProjectsById { get; } = Projects.ToDictionary(project => project.Id);

    public static IReadOnlyDictionary<string, string> Secrets { get; } = new Dictionary<string, string>
    {
        ["LICENSE_TOKEN_ARDC"] = "sample-licence-ardc",
        ["LICENSE_TOKEN_MONASH"] = "sample-licence-monash",
        ["WINDOWS_PRODUCT_KEY_QH2-WIN-01"] = "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE",
    }.Concat(SampleZones.Secrets).ToDictionary();

    /// <summary>One of the projects of a storm of boots, with <see cref="Demo"/>'s zones.</summary>
    public static SampleProject NumberedProject(int number) => new($"bea7c0de00004000b000{number:D12}", $"storm-{number}", "monash-01,monash-02");

    /// <summary>The project of an id, or null.</summary>
    public static SampleProject? FindProject(string id) => ProjectsById.GetValueOrDefault(id);
}
