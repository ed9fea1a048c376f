using Pollinate.SimulatedCloud.Nova;

namespace Pollinate.Soak.Load;

/// <summary>An instance that vendordata is asked for, and the request as Nova makes it.</summary>
internal sealed class Guest(SampleServer server)
{
    /// <summary>One that boots from an image and one that boots from a volume: together they need every back end.</summary>
    public static IReadOnlyList<SampleServer> Servers { get; } = [SampleServers.Windows, SampleServers.WindowsVolume];

    public byte[] Body { get; } = System.Text.Encoding.UTF8.GetBytes(
        $$"""{"hostname":"{{server.Name}}","image-id":"{{server.ImageId}}","instance-id":"{{server.Id}}","metadata":{},"project-id":"{{server.ProjectId}}","user-data":null}""");

    /// <summary>Whether a provider has something for it: <c>c_image</c> tells of the image that it boots from.</summary>
    public bool IsGiven(string provider) => provider != "c_image" || server.ImageId.Length > 0;

    /// <summary>What each provider gives it when all is well.</summary>
    public IReadOnlyDictionary<string, string> Whole { get; set; } = new Dictionary<string, string>();
}
