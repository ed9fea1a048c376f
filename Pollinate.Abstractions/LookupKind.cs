namespace Pollinate.Abstractions;

/// <summary>What <see cref="ProviderLookupAttribute"/> can ask the host to look up ahead.</summary>
public enum LookupKind
{
    /// <summary>The <see cref="Abstractions.Project"/> of the request.</summary>
    Project,

    /// <summary>The <see cref="Abstractions.Server"/> that the request is about.</summary>
    Server,

    /// <summary>The <see cref="Abstractions.Image"/> that the server boots from; none when it boots from a volume.</summary>
    Image,

    /// <summary>The <see cref="CredentialList"/> of the type that <see cref="ProviderLookupAttribute.Id"/> names.</summary>
    Credentials,

    /// <summary>The store of secrets.</summary>
    Secrets,
}
