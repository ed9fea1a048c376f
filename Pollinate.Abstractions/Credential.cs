namespace Pollinate.Abstractions;

/// <summary>
/// A credential that Keystone keeps (https://docs.openstack.org/api-ref/identity/v3/#credentials). Its blob is a secret:
/// never log it. Immutable, safe for any thread.
/// </summary>
/// <param name="id">The credential's id.</param>
/// <param name="type">Its type.</param>
/// <param name="userId">The user that it belongs to, or null.</param>
/// <param name="projectId">The project that it belongs to, or null.</param>
/// <param name="blob">The secret: often, but not always, JSON.</param>
public sealed class Credential(string id, string type, string? userId, string? projectId, string blob)
{
    /// <summary>The credential's id.</summary>
    public string Id { get; } = id;

    /// <summary>Its type, such as <c>ec2</c>.</summary>
    public string Type { get; } = type;

    /// <summary>The user that it belongs to, or null.</summary>
    public string? UserId { get; } = userId;

    /// <summary>The project that it belongs to, or null.</summary>
    public string? ProjectId { get; } = projectId;

    /// <summary>The secret: often, but not always, JSON.</summary>
    public string Blob { get; } = blob;

    /// <summary>Names the credential, without its blob.</summary>
    public override string ToString() => $"credential {Id} of type {Type}";
}
