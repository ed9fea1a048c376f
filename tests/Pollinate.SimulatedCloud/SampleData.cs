using Pollinate.SimulatedCloud.Keystone;

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

    public static Domain DefaultDomain { get; } = new("default", "Default");

    public static SampleProject Demo { get; } = new("0bb3fa3aa4de405cb4562d2efe937225", "demo", "monash-01,monash-02");

    public static SampleProject Service { get; } = new("3f1c5f4b6c0e4a8e9d1f2a3b4c5d6e7f", "service", null);

    public static SampleProject AdminProject { get; } = new("8e2a1d7c5b4f4c3a9e8d7c6b5a493827", "admin", null);

    public static IReadOnlyList<SampleProject> Projects { get; } = [Demo, Service, AdminProject];

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

    public static IReadOnlyDictionary<string, string> Secrets { get; } = new Dictionary<string, string>
    {
        ["LICENSE_TOKEN_ARDC"] = "sample-licence-ardc",
        ["LICENSE_TOKEN_MONASH"] = "sample-licence-monash",
    };
}
