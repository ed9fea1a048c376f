using System.Text.Json.Serialization;

namespace Pollinate.Harness.Figures;

/// <summary>On which side of its limit a figure has to be.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Bound>))]
internal enum Bound
{
    AtLeast,
    AtMost,
    Exactly,
}
