using Pollinate.SimulatedCloud.Nova;

namespace Pollinate.SimulatedCloud.Glance;

/// <summary>The images of the simulated Glance.</summary>
public static class SampleImages
{
    /// <summary>The trait that marks Windows.</summary>
    public const string WindowsTrait = "trait:CUSTOM_NECTAR_WINDOWS";

    /// <summary>The id of an image that was deleted.</summary>
    public const string GoneId = "00000000-0000-4000-8000-000000000404";

    public static SampleImage Windows { get; } = new(
        SampleData.ImageId, "win2022", new Dictionary<string, string> { [WindowsTrait] = "required" });

    public static SampleImage Linux { get; } = new(
        "b7b284c1-2c78-4643-acd8-f4488082419c", "debian-12", new Dictionary<string, string> { ["os_distro"] = "debian" });

    private static IReadOnlyDictionary<string, SampleImage> ById { get; } = new[] { Windows, Linux }
        .Concat(Enumerable.Range(0, SampleServers.StormImages).Select(Numbered))
        .ToDictionary(image => image.Id);

    /// <summary>One of the images of a storm of boots, each like <see cref="Windows"/>.</summary>
    public static SampleImage Numbered(int number) =>
        Windows with { Id = $"bea7c0de-0000-4000-a000-{number:D12}", Name = $"storm-{number}" };

    /// <summary>The image of an id, or null.</summary>
    public static SampleImage? Find(string id) => ById.GetValueOrDefault(id);
}
