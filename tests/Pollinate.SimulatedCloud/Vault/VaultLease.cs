namespace Pollinate.SimulatedCloud.Vault;

/// <summary>What the simulated Vault knows of a token of a login. Immutable.</summary>
internal sealed record VaultLease(string Accessor, bool IsRenewable, DateTimeOffset Issued, DateTimeOffset Ends, TimeSpan Granted);
