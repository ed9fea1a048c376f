using Pollinate.SimulatedCloud.Glance;

namespace Pollinate.SimulatedCloud.Cinder;

/// <summary>The volumes of the simulated Cinder.</summary>
public static class SampleVolumes
{
    /// <summary>The id of a volume that was deleted.</summary>
    public const string GoneId = "00000000-0000-4000-8000-000000000405";

    public static SampleVolume Windows { get; } = new(
        "8432868f-fe87-4035-b8ed-a4bbfb0c8c0e", "windows-boot", IsBootable: true, Of(SampleImages.Windows));

    public static SampleVolume Linux { get; } = new(
        "8432868f-fe87-4035-b8ed-a4bbfb0c8c01", "linux-boot", IsBootable: true, Of(SampleImages.Linux));

    /// <summary>Was a Windows disk once, and is not bootable any more.</summary>
    public static SampleVolume Data { get; } = new(
        "8432868f-fe87-4035-b8ed-a4bbfb0c8c02", "data", IsBootable: false, Of(SampleImages.Windows));

    /// <summary>Made bootable by hand, from no image.</summary>
    public static SampleVolume Bare { get; } = new(
        "8432868f-fe87-4035-b8ed-a4bbfb0c8c03", "bare", IsBootable: true, null);

    private static IReadOnlyDictionary<string, SampleVolume> ById { get; } =
        new[] { Windows, Linux, Data, Bare }.ToDictionary(volume => volume.Id);

    /// <summary>The volume of an id, or null.</summary>
    public static SampleVolume? Find(string id) => ById.GetValueOrDefault(id);

    private static Dictionary<string, string> Of(SampleImage image) =>
        new(image.Properties) { ["image_id"] = image.Id, ["image_name"] = image.Name };
}
