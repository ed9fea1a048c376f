namespace Pollinate.SimulatedCloud.Keystone;

/// <summary>A token that the simulated Keystone gave out.</summary>
/// <param name="Value">The token itself.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Scope">The project it is scoped to; null for none or for the system.</param>
/// <param name="IsSystem">Whether it is scoped to the whole system.</param>
/// <param name="Method">How its user authenticated.</param>
/// <param name="IssuedAt">When it was given out.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record IssuedToken(
    string Value,
    SampleUser User,
    SampleProject? Scope,
    bool IsSystem,
    string Method,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt)
{
    public IReadOnlyList<string> Roles =>
        User.Roles.GetValueOrDefault(IsSystem ? SampleUser.System : Scope?.Id ?? "") ?? [];
}
