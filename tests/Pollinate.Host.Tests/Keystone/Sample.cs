using System.Text.Json.Nodes;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>What the real Keystone answered, from the folder Samples.</summary>
internal static class Sample
{
    /// <summary>The host in the samples' addresses.</summary>
    private const string SampleHost = "http://127.0.0.1:5000";

    public static string Text(string name)
    {
        using var stream = typeof(Sample).Assembly.GetManifestResourceStream("keystone/" + name)
            ?? throw new ArgumentException($"There is no sample {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static JsonObject Json(string name) => JsonNode.Parse(Text(name))!.AsObject();

    /// <summary>The same with Keystone at another address.</summary>
    public static string TextAt(string name, string url) =>
        Text(name).Replace(SampleHost, url, StringComparison.Ordinal);
}
