using System.Buffers;
using System.Text.Json;

namespace Pollinate.Host.Pipeline;

/// <summary>What the providers gave for one request.</summary>
/// <param name="keys">The keys of the answer in the order of writing, with the index of each one's part.</param>
/// <param name="parts">The providers' parts; empty where one gave nothing. One index more is that of the cloud-config.</param>
/// <param name="cloudConfig">Their cloud-configs, merged.</param>
/// <param name="missing">The required providers that failed.</param>
/// <param name="outcomes">How each provider's call ended.</param>
internal sealed class PipelineOutput(
    IReadOnlyList<(JsonEncodedText Key, int Index)> keys,
    IReadOnlyList<ReadOnlyMemory<byte>> parts,
    CloudConfig cloudConfig,
    IReadOnlyList<string> missing,
    Func<IReadOnlyList<ProviderOutcome>> outcomes)
{
    /// <summary>The required providers that have no part in it since they failed: it must not go out.</summary>
    public IReadOnlyList<string> Missing => missing;

    /// <summary>How each provider's call ended, in order.</summary>
    public IReadOnlyList<ProviderOutcome> Outcomes => outcomes();

    /// <summary>Writes everything: an object keyed by provider, with the document for cloud-init under a key of its own.</summary>
    public void WriteAll(IBufferWriter<byte> answer)
    {
        using var writer = new Utf8JsonWriter(answer);
        writer.WriteStartObject();
        foreach (var (key, index) in keys)
        {
            if (index == parts.Count)
            {
                if (!cloudConfig.IsEmpty)
                    writer.WriteString(key, cloudConfig.ToDocument());
            }
            else if (!parts[index].IsEmpty)
            {
                writer.WritePropertyName(key);
                // ProviderOutput has read it to its end.
                writer.WriteRawValue(parts[index].Span, skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the document for cloud-init alone: a string, empty when there is none.</summary>
    public void WriteCloudInit(IBufferWriter<byte> answer)
    {
        using var writer = new Utf8JsonWriter(answer);
        writer.WriteStringValue(cloudConfig.ToDocument());
    }
}
