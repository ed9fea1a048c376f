using System.Text.Json.Serialization;

namespace Fixture.Output;

[JsonSerializable(typeof(Ring))]
internal sealed partial class OutputJson : JsonSerializerContext;
