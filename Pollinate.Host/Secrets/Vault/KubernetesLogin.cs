namespace Pollinate.Host.Secrets.Vault;

/// <summary>The body of a login with a Kubernetes service account.</summary>
internal sealed record KubernetesLogin(string Role, string Jwt)
{
    public override string ToString() => "a login with a service account";
}
