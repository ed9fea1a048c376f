namespace Pollinate.Host.Secrets.Vault;

/// <summary>A token for Vault. Immutable.</summary>
/// <param name="Value">The token itself.</param>
/// <param name="IsFromLogin">Whether another login can give another one.</param>
/// <param name="IsRenewable">Whether its lease can be prolonged.</param>
/// <param name="Begun">When the call that gave it, or its lease, was sent.</param>
/// <param name="Lease">How long it works from then on; <see cref="TimeSpan.MaxValue"/> when it does not end.</param>
/// <param name="HasWorked">Whether Vault has let it read.</param>
internal sealed record VaultToken(
    string Value, bool IsFromLogin, bool IsRenewable, long Begun, TimeSpan Lease, bool HasWorked)
{
    public override string ToString() => "a token for Vault";
}
