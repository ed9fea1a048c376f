namespace Pollinate.Host.Secrets;

/// <summary>The body of a login with a Kubernetes service account.</summary>
internal sealed record VaultLogin(string Role, string Jwt);
