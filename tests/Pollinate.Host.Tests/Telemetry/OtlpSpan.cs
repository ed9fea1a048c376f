using System.Text;

namespace Pollinate.Host.Tests.Telemetry;

/// <summary>One span as a collector gets it.</summary>
internal sealed record OtlpSpan(string TraceId, string Id, string ParentId, string Name, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>trace_id (1), span_id (2), parent_span_id (4), name (5), attributes (9) of key (1) and value (2).</summary>
    public static OtlpSpan Read(IReadOnlyList<(int Number, byte[] Value)> fields)
    {
        byte[] Of(int number) => fields.FirstOrDefault(field => field.Number == number).Value ?? [];
        var attributes = fields.Where(field => field.Number == 9).Select(field => OtlpReceiver.Fields(field.Value)).ToDictionary(
            pair => Encoding.UTF8.GetString(pair.First(field => field.Number == 1).Value),
            pair => Encoding.UTF8.GetString(OtlpReceiver.Fields(pair.First(field => field.Number == 2).Value).FirstOrDefault(field => field.Number == 1).Value ?? []),
            StringComparer.Ordinal);
        return new(Convert.ToHexStringLower(Of(1)), Convert.ToHexStringLower(Of(2)), Convert.ToHexStringLower(Of(4)), Encoding.UTF8.GetString(Of(5)), attributes);
    }
}
