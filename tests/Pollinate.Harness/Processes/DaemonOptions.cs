namespace Pollinate.Harness.Processes;

/// <summary>How a daemon is configured.</summary>
internal sealed record DaemonOptions
{
    /// <summary>The six providers that come with it.</summary>
    public const string SixProviders = "project_info,cloudstor,nvidia_vgpu,windows_product_key,crowdstrike,test";

    /// <summary><c>[DEFAULT] providers</c>.</summary>
    public required string Providers { get; init; }

    /// <summary><c>[DEFAULT] auth_strategy</c>.</summary>
    public string AuthStrategy { get; init; } = "keystone";

    /// <summary>The cloud that it asks.</summary>
    public required Uri Cloud { get; init; }

    /// <summary>The folder with the plugins; null for those that come with it.</summary>
    public string? Plugins { get; init; }

    /// <summary>Whether it keeps what it learns: tokens, projects, images, servers, secrets.</summary>
    public bool HasCaches { get; init; } = true;

    /// <summary>Variables for it; <c>{folder}</c> is its folder.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
