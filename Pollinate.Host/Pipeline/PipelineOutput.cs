using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pollinate.Host.Pipeline;

/// <summary>What the providers gave for one request.</summary>
/// <param name="keys">The keys of the answer in the order of writing, with the index of each one's part.</param>
/// <param name="parts">The providers' parts; empty where one gave nothing. One index more is that of the cloud-config.</param>
/// <param name="cloudConfig">Their cloud-configs, merged; null when none gave any.</param>
/// <param name="missing">The required providers that failed.</param>
/// <param name="pipeline">The providers.</param>
/// <param name="calls">Their calls, in order; null where a provider's turn did not come.</param>
internal sealed class PipelineOutput(
    (JsonEncodedText Key, int Index)[] keys,
    ReadOnlyMemory<byte>[] parts,
    CloudConfig? cloudConfig,
    IReadOnlyList<string> missing,
    ProviderPipeline pipeline,
    IReadOnlyList<ProviderCall?> calls)
{
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>The required providers that have no part in it since they failed: it must not go out.</summary>
    public IReadOnlyList<string> Missing => missing;

    /// <summary>How each provider's call ended, in order.</summary>
    public IReadOnlyList<ProviderOutcome> Outcomes => pipeline.Outcomes(calls);

    /// <summary>Writes how each provider's call ended and the milliseconds it took, as in <c>test=ok:0.1</c>.</summary>
    public void Describe(StringBuilder text)
    {
        for (var index = 0; index < calls.Count; index++)
        {
            var call = calls[index];
            text.Append(index == 0 ? "" : ",").Append(pipeline.Entries[index].Name).Append('=').Append(OutcomeWords.Of(call?.State ?? OutcomeKind.NotBegun));
            text.Append(CultureInfo.InvariantCulture, $":{call?.Duration.TotalMilliseconds ?? 0:0.0}");
        }
    }

    /// <summary>Writes everything: an object keyed by provider, with the document for cloud-init under a key of its own.</summary>
    public void WriteAll(IBufferWriter<byte> answer)
    {
        var writer = WriterTo(answer);
        writer.WriteStartObject();
        foreach (var (key, index) in keys)
        {
            if (index == parts.Length)
            {
                if (cloudConfig is { IsEmpty: false })
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
        writer.Flush();
    }

    /// <summary>Writes the document for cloud-init alone: a string, empty when there is none.</summary>
    public void WriteCloudInit(IBufferWriter<byte> answer)
    {
        var writer = WriterTo(answer);
        writer.WriteStringValue(cloudConfig?.ToDocument() ?? "");
        writer.Flush();
    }

    /// <remarks>The thread's own. It holds on to no answer longer than until the next one.</remarks>
    private static Utf8JsonWriter WriterTo(IBufferWriter<byte> answer)
    {
        if (_writer is null)
            return _writer = new(answer);
        _writer.Reset(answer);
        return _writer;
    }
}
