using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pollinate.Host.Secrets.Vault;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(KubernetesLogin))]
[JsonSerializable(typeof(AppRoleLogin))]
internal sealed partial class VaultJson : JsonSerializerContext;
