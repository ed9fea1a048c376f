using System.Text.Json;

namespace Pollinate.Abstractions;

/// <summary>
/// One vendordata request: the body that Nova sent
/// (https://docs.openstack.org/nova/latest/admin/vendordata.html) and who sent it. Immutable, safe for any thread, and
/// valid for as long as anybody holds it.
/// </summary>
public class VendordataContext
{
    // What nobody asks for is never read; two who ask at once read the same.
    private static readonly string NotRead = new('?', 1);

    private string? _projectId = NotRead;
    private string? _instanceId = NotRead;
    private string? _imageId = NotRead;
    private string? _userData = NotRead;
    private string? _hostname = NotRead;
    private Dictionary<string, string>? _metadata;
    private string[]? _bootRoles;

    /// <summary>Makes a context of a request body; what the host does, and a provider's own tests.</summary>
    /// <param name="json">The whole body: an object whose <c>project-id</c> is a string.</param>
    /// <param name="caller">Who asked.</param>
    /// <param name="requestId">The request's id, <c>req-</c> and a UUID.</param>
    /// <exception cref="ArgumentException">The body is no object, or has no <c>project-id</c> that is a string.</exception>
    public VendordataContext(JsonElement json, Caller caller, string requestId)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(requestId);
        if (json.ValueKind != JsonValueKind.Object)
            throw new ArgumentException("The body is not a JSON object.", nameof(json));

        Json = json;
        Caller = caller;
        RequestId = requestId;
        if (!json.TryGetProperty("project-id"u8, out var projectId) || projectId.ValueKind != JsonValueKind.String)
            throw new ArgumentException("The body has no project-id.", nameof(json));
    }

    /// <summary>The whole body, keys unknown to this contract included, as Nova sent it.</summary>
    public JsonElement Json { get; }

    /// <summary>Who asked: Nova's <c>[vendordata_dynamic_auth]</c> user.</summary>
    public Caller Caller { get; }

    /// <summary>The request's id, <c>req-</c> and a UUID: the same as in the answer's header and in every log line.</summary>
    public string RequestId { get; }

    /// <summary>The project that owns the instance. Never null.</summary>
    public string ProjectId => Text(ref _projectId, "project-id"u8)!;

    /// <summary>The instance, or null when the body has none.</summary>
    public string? InstanceId => Text(ref _instanceId, "instance-id"u8);

    /// <summary>The image that the instance boots from; empty when it boots from a volume, null when the body has none.</summary>
    public string? ImageId => Text(ref _imageId, "image-id"u8);

    /// <summary>The user's data for the guest, base64 text, or null when there is none. Often holds passwords: never log it.</summary>
    public string? UserData => Text(ref _userData, "user-data"u8);

    /// <summary>The instance's host name, or null when the body has none.</summary>
    public string? Hostname => Text(ref _hostname, "hostname"u8);

    /// <summary>The instance's metadata, those entries that are text; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata ??= ReadMetadata();

    /// <summary>The roles of the user who booted the instance; empty when Nova does not know them.</summary>
    public IReadOnlyList<string> BootRoles => _bootRoles ??= ReadBootRoles();

    private string? Text(ref string? field, ReadOnlySpan<byte> key)
    {
        var text = Volatile.Read(ref field);
        if (ReferenceEquals(text, NotRead))
            Volatile.Write(ref field, text = Text(key));
        return text;
    }

    private string? Text(ReadOnlySpan<byte> key) =>
        Json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private Dictionary<string, string> ReadMetadata()
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Json.TryGetProperty("metadata"u8, out var metadata) && metadata.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in metadata.EnumerateObject())
            {
                if (entry.Value.ValueKind == JsonValueKind.String)
                    entries[entry.Name] = entry.Value.GetString()!;
            }
        }

        return entries;
    }

    private string[] ReadBootRoles() =>
        Text("boot-roles"u8)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
