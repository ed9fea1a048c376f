namespace Pollinate.SimulatedCloud.Vault;

/// <summary>The logins that the simulated Vault knows.</summary>
public static class SampleLogin
{
    /// <summary>The role of the Kubernetes login.</summary>
    public const string Role = "nova-pollinate";

    /// <summary>The service account's token that the role takes.</summary>
    public const string Jwt = "sample.service-account.jwt";

    /// <summary>The role id of AppRole.</summary>
    public const string RoleId = "5f1b0a86-3d0c-4b53-9f0e-sample-role-id";

    /// <summary>The secret id of AppRole.</summary>
    public const string SecretId = "0c9f3d5e-7f0f-4a35-9d5b-sample-secret-id";
}
