namespace Pollinate.Host.Plugins;

/// <summary>A plugin as its metadata describes it; nothing of it is loaded.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Version">Its assembly's version.</param>
/// <param name="ContractVersion">The version of the contract that it was built against, or null when it references none.</param>
/// <param name="Providers">The classes in it that derive from the contract's provider.</param>
internal sealed record PluginDescription(
    PluginFolder Folder,
    Version Version,
    Version? ContractVersion,
    IReadOnlyList<ProviderDescription> Providers)
{
    /// <summary>The version that its author gives it, without what the build appends; its assembly's when the author gives none.</summary>
    public string ShownVersion { get; init; } = Version.ToString();
}
