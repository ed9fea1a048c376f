using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pollinate.Host.Secrets;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VaultLogin))]
internal sealed partial class VaultJson : JsonSerializerContext;
