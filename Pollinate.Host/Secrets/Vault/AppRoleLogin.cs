namespace Pollinate.Host.Secrets.Vault;

/// <summary>The body of a login by AppRole.</summary>
internal sealed record AppRoleLogin(string RoleId, string? SecretId)
{
    public override string ToString() => "a login by AppRole";
}
