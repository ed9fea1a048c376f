using System.Text;
using System.Text.Json;
using Pollinate.Host.Pipeline;

namespace Pollinate.Fuzz.Targets;

/// <summary>
/// The cloud-configs of several providers, merged and written as YAML, which must read back as the same. Nothing is thrown
/// for what <see cref="ProviderOutput"/> let pass.
/// </summary>
internal sealed class CloudConfigTarget : IFuzzTarget
{
    private const int Largest = 64 * 1024;

    public string Name => "cloud-config";

    public InputShape Shape => InputShape.Json;

    // Written as YAML, read again as YAML, compared.
    public MemoryAllowance Memory => new(1024 * 1024, 1024);

    public bool Run(ReadOnlySpan<byte> input)
    {
        var given = Given(input);
        if (given.Count == 0)
            return false;
        foreach (var merge in Enum.GetValues<CloudConfigMerge>())
        {
            var merged = new CloudConfig(merge);
            for (var index = 0; index < given.Count; index++)
                merged.Merge($"provider{index}", given[index]);
            var document = merged.ToDocument();
            Expect.That(document.Length == 0 == merged.IsEmpty, "there is a document of nothing, or none of something");
            if (document.Length > 0)
                Expect.That(YamlReading.FindDifference(document, MergedJson.Of(merge, given)) is var difference && difference is null, difference ?? "");
        }

        return true;
    }

    private static List<JsonElement> Given(ReadOnlySpan<byte> input)
    {
        try
        {
            var json = JsonElement.Parse(input);
            IEnumerable<JsonElement> all = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [json];
            return
            [
                .. all.Take(8)
                    .Select(one => ProviderOutput.Read(Encoding.UTF8.GetBytes($"{{\"cloud-config\":{one.GetRawText()}}}"), Largest).CloudConfig)
                    .Where(one => one.ValueKind == JsonValueKind.Object),
            ];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return [];
        }
    }
}
