namespace Pollinate.Abstractions;

/// <summary>
/// All credentials of one type that Keystone keeps, whatever their project; looked up by the type. Immutable, safe for any
/// thread.
/// </summary>
/// <param name="type">The type.</param>
/// <param name="credentials">The credentials, in Keystone's order.</param>
public sealed class CredentialList(string type, IReadOnlyList<Credential> credentials)
{
    /// <summary>The type.</summary>
    public string Type { get; } = type;

    /// <summary>The credentials, in Keystone's order, every page of them.</summary>
    public IReadOnlyList<Credential> Credentials { get; } = credentials;

    /// <summary>Says how many there are.</summary>
    public override string ToString() => $"{Credentials.Count} credentials of type {Type}";
}
