using System.Globalization;
using Pollinate.SimulatedCloud.Cinder;
using Pollinate.SimulatedCloud.Glance;

namespace Pollinate.SimulatedCloud.Nova;

/// <summary>The instances of the simulated Nova: one for each branch of the original's providers.</summary>
public static class SampleServers
{
    /// <summary>A compute host that has a Windows product key.</summary>
    public const string WindowsHost = "qh2-win-01";

    /// <summary>A compute host that has none.</summary>
    public const string OtherHost = "qh2-rcc1";

    /// <summary>How many projects the servers of a storm belong to.</summary>
    public const int StormProjects = 50;

    /// <summary>How many images the servers of a storm boot from.</summary>
    public const int StormImages = 5;

    private const string NumberedPrefix = "bea7c0de-0000-4000-8000-";
    private const string StormPrefix = "bea7c0de-0000-4000-9000-";
    private const int NumberLength = 12;

    /// <summary>Gets something of every provider.</summary>
    public static SampleServer Windows { get; } = Boot(
        SampleData.InstanceId, "windows", SampleData.ImageId, SampleZones.Complete, WindowsHost);

    /// <summary>Boots from an image without the trait.</summary>
    public static SampleServer Linux { get; } = Boot(
        "612b8c17-d69a-49cb-947b-43615413f3c6", "linux", SampleImages.Linux.Id, SampleZones.DebOnly, WindowsHost);

    /// <summary>Windows on a host without a product key.</summary>
    public static SampleServer Keyless { get; } = Boot(
        "0c6a9e0f-4f0a-4f5e-9d55-5b7f5f0c1a01", "keyless", SampleImages.Windows.Id, SampleZones.Complete, OtherHost);

    /// <summary>Boots from an image that Glance no longer has.</summary>
    public static SampleServer GoneImage { get; } = Boot(
        "0c6a9e0f-4f0a-4f5e-9d55-5b7f5f0c1a02", "gone-image", SampleImages.GoneId, SampleZones.Complete, WindowsHost);

    /// <summary>Boots from a Windows volume; a data volume is attached before it.</summary>
    public static SampleServer WindowsVolume { get; } = Boot(
        "71cc07f8-5063-4922-ac52-d90d6a23043a", "windows-volume", "", SampleZones.Complete, WindowsHost,
        SampleVolumes.Data.Id, SampleVolumes.Windows.Id);

    /// <summary>Boots from a volume without the trait.</summary>
    public static SampleServer LinuxVolume { get; } = Boot(
        "0c6a9e0f-4f0a-4f5e-9d55-5b7f5f0c1a03", "linux-volume", "", SampleZones.Complete, WindowsHost, SampleVolumes.Linux.Id);

    /// <summary>Its one volume carries the trait but is not bootable.</summary>
    public static SampleServer DataVolume { get; } = Boot(
        "0c6a9e0f-4f0a-4f5e-9d55-5b7f5f0c1a04", "data-volume", "", SampleZones.Complete, WindowsHost, SampleVolumes.Data.Id);

    /// <summary>Its one volume is bootable and tells nothing of an image.</summary>
    public static SampleServer BareVolume { get; } = Boot(
        "0c6a9e0f-4f0a-4f5e-9d55-5b7f5f0c1a05", "bare-volume", "", SampleZones.Complete, WindowsHost, SampleVolumes.Bare.Id);

    /// <summary>Its one volume is gone.</summary>
    public static SampleServer GoneVolume { get; } = Boot(
        "0c6a9e0f-4f0a-4f5e-9d55-5b7f5f0c1a06", "gone-volume", "", SampleZones.Complete, WindowsHost, SampleVolumes.GoneId);

    /// <summary>Neither in a zone nor on a host yet.</summary>
    public static SampleServer Unscheduled { get; } = Boot(
        "0c6a9e0f-4f0a-4f5e-9d55-5b7f5f0c1a07", "unscheduled", SampleImages.Windows.Id, null, null);

    /// <summary>One in each availability zone, by the zone.</summary>
    public static IReadOnlyDictionary<string, SampleServer> ByZone { get; } = SampleZones.All
        .Select((zone, index) => Boot($"0c6a9e0f-4f0a-4f5e-9d55-5b7f5f0c2a{index:D2}", $"in-{zone}", SampleImages.Linux.Id, zone, OtherHost))
        .ToDictionary(server => server.AvailabilityZone!);

    private static IReadOnlyDictionary<string, SampleServer> ById { get; } = new[]
    {
        Windows, Linux, Keyless, GoneImage, WindowsVolume, LinuxVolume, DataVolume, BareVolume, GoneVolume, Unscheduled,
    }.Concat(ByZone.Values).ToDictionary(server => server.Id);

    /// <summary>One server of each project of a storm; the others of a project differ by their ids alone.</summary>
    private static SampleServer[] OfStormProjects { get; } =
    [
        .. Enumerable.Range(0, StormProjects).Select(number => Windows with
        {
            Id = OfStorm(number), ProjectId = SampleData.NumberedProject(number).Id, ImageId = SampleImages.Numbered(number % StormImages).Id,
        }),
    ];

    /// <summary>The id of one of any number of further servers, each like <see cref="Windows"/>.</summary>
    public static string Numbered(int number) => $"{NumberedPrefix}{number:D12}";

    /// <summary>
    /// The id of one of any number of servers for a storm of boots. It belongs to the project and boots from the image that
    /// have its number, counted round: <c>SampleData.NumberedProject(number % StormProjects)</c> and
    /// <c>SampleImages.Numbered(number % StormImages)</c>.
    /// </summary>
    public static string OfStorm(int number) => $"{StormPrefix}{number:D12}";

    /// <summary>The server of an id, or null.</summary>
    public static SampleServer? Find(string id) => FindKind(id) is { } server ? server with { Id = id } : null;

    /// <summary>A server that is like that of an id but for the id, always the same one for servers that are alike; or null.</summary>
    internal static SampleServer? FindKind(string id)
    {
        if (NumberOf(id, NumberedPrefix) is not null)
            return Windows;
        return NumberOf(id, StormPrefix) is { } number ? OfStormProjects[number % StormProjects] : ById.GetValueOrDefault(id);
    }

    private static int? NumberOf(string id, string prefix) =>
        id.Length == prefix.Length + NumberLength && id.StartsWith(prefix, StringComparison.Ordinal)
        && int.TryParse(id.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static SampleServer Boot(
        string id, string name, string imageId, string? zone, string? host, params string[] volumes) =>
        new(id, name, SampleData.Demo.Id, imageId, zone, host, volumes);
}
