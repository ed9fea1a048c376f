namespace Pollinate.SimulatedCloud;

/// <summary>Availability zones, one for each way in which the secrets of CrowdStrike can be given.</summary>
public static class SampleZones
{
    /// <summary>Has every secret.</summary>
    public const string Complete = "melbourne-qh2";

    /// <summary>Has the installer of Debian's kind alone, and no other option.</summary>
    public const string DebOnly = "qriscloud";

    /// <summary>Has the installer of Red Hat's kind alone, and must fail when it is missing.</summary>
    public const string RpmOnly = "tasmania";

    /// <summary>Has every secret and is turned off.</summary>
    public const string Disabled = "monash-01";

    /// <summary>Has no installer.</summary>
    public const string NoInstaller = "monash-02";

    /// <summary>Has no customer id.</summary>
    public const string NoCustomer = "intersect";

    /// <summary>Has no secret at all.</summary>
    public const string Nothing = "auckland";

    public static IReadOnlyList<string> All { get; } =
        [Complete, DebOnly, RpmOnly, Disabled, NoInstaller, NoCustomer, Nothing];

    internal static IReadOnlyDictionary<string, string> Secrets { get; } = new Dictionary<string, string>
    {
        ["CROWDSTRIKE_MELBOURNE-QH2_CID"] = "sample-cid-qh2",
        ["CROWDSTRIKE_MELBOURNE-QH2_INSTALLER_URL_DEB"] = "https://installer.example.org/qh2.deb",
        ["CROWDSTRIKE_MELBOURNE-QH2_INSTALLER_URL_RPM"] = "https://installer.example.org/qh2.rpm",
        ["CROWDSTRIKE_MELBOURNE-QH2_ENABLED"] = "True",
        ["CROWDSTRIKE_MELBOURNE-QH2_FAIL_IF_MISSING"] = "no",
        ["CROWDSTRIKE_MELBOURNE-QH2_PROVISIONING_TOKEN"] = "sample-provisioning-token",
        ["CROWDSTRIKE_MELBOURNE-QH2_TAGS"] = "research,qh2",
        ["CROWDSTRIKE_QRISCLOUD_CID"] = "sample-cid-qriscloud",
        ["CROWDSTRIKE_QRISCLOUD_INSTALLER_URL_DEB"] = "https://installer.example.org/qriscloud.deb",
        ["CROWDSTRIKE_TASMANIA_CID"] = "sample-cid-tasmania",
        ["CROWDSTRIKE_TASMANIA_INSTALLER_URL_RPM"] = "https://installer.example.org/tasmania.rpm",
        ["CROWDSTRIKE_TASMANIA_ENABLED"] = "on",
        ["CROWDSTRIKE_TASMANIA_FAIL_IF_MISSING"] = "yes",
        ["CROWDSTRIKE_MONASH-01_CID"] = "sample-cid-monash",
        ["CROWDSTRIKE_MONASH-01_INSTALLER_URL_DEB"] = "https://installer.example.org/monash.deb",
        ["CROWDSTRIKE_MONASH-01_ENABLED"] = "false",
        ["CROWDSTRIKE_MONASH-02_CID"] = "sample-cid-monash",
        ["CROWDSTRIKE_INTERSECT_INSTALLER_URL_DEB"] = "https://installer.example.org/intersect.deb",
    };
}
