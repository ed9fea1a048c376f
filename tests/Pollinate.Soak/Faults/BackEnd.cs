namespace Pollinate.Soak.Faults;

/// <summary>What the daemon asks, by what it is asked for; each is reached through a front of its own.</summary>
/// <param name="Title">What the report calls it.</param>
/// <param name="Service">Its path below the cloud's address.</param>
/// <param name="Providers">The providers that need it: the only ones whose data may be missing while it is in trouble.</param>
/// <param name="UsualCalls">The most calls that one request causes when all is well and nothing is known from before.</param>
/// <param name="MostCalls">The most calls that one request may cause, retries included.</param>
internal sealed record BackEnd(string Title, string Service, IReadOnlySet<string> Providers, int UsualCalls, int MostCalls)
{
    /// <summary>Keystone as it is asked about callers' tokens: <c>GET /v3/auth/tokens</c>, four tries.</summary>
    public static BackEnd Validation { get; } = new("Keystone, callers' tokens", "identity", Names(), 1, 4);

    /// <summary>Keystone as it gives the daemon its own tokens, for two sections: the versions, three tries, and the token.</summary>
    public static BackEnd OwnToken { get; } = new(
        "Keystone, own tokens",
        "identity",
        Names("project_info", "cloudstor", "nvidia_vgpu", "crowdstrike", "windows_product_key", "b_server", "c_image"),
        2,
        8);

    /// <summary>Projects and credentials, three tries each.</summary>
    public static BackEnd Resources { get; } = new("Keystone, projects and credentials", "identity", Names("project_info", "cloudstor", "nvidia_vgpu"), 2, 6);

    /// <summary>One server, three tries.</summary>
    public static BackEnd Nova { get; } = new("Nova", "compute", Names("crowdstrike", "windows_product_key", "b_server", "c_image"), 1, 3);

    /// <summary>One image, three tries.</summary>
    public static BackEnd Glance { get; } = new("Glance", "image", Names("windows_product_key", "c_image"), 1, 3);

    /// <summary>Two volumes, three tries each; two providers ask for them.</summary>
    public static BackEnd Cinder { get; } = new("Cinder", "volume", Names("windows_product_key", "b_server"), 2, 6);

    /// <summary>Two logins and two readings.</summary>
    public static BackEnd Vault { get; } = new("Vault", "vault", Names("nvidia_vgpu", "crowdstrike", "windows_product_key", "e_secret"), 2, 4);

    public static IReadOnlyList<BackEnd> All { get; } = [Validation, OwnToken, Resources, Nova, Glance, Cinder, Vault];

    /// <summary>Callers whose tokens the daemon does not know yet need it.</summary>
    public bool IsForCallers => this == Validation || this == OwnToken;

    public bool Equals(BackEnd? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Title.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Title;

    private static HashSet<string> Names(params string[] names) => new(names, StringComparer.Ordinal);
}
