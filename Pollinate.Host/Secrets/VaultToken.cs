namespace Pollinate.Host.Secrets;

/// <summary>A token for Vault.</summary>
/// <param name="Value">The token itself.</param>
/// <param name="IsFromLogin">Whether another login can give another one.</param>
/// <param name="RenewAt">When to log in again.</param>
internal sealed record VaultToken(string Value, bool IsFromLogin, DateTimeOffset RenewAt)
{
    public override string ToString() => "a token for Vault";
}
