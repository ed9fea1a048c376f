using System.Text.Json;

namespace Pollinate.Host.Pipeline;

/// <summary>The cloud-configs of one request's providers, merged into one.</summary>
internal sealed class CloudConfig(CloudConfigMerge merge)
{
    /// <summary>The first line of a cloud-config document, by which cloud-init knows it.</summary>
    public const string Header = "#cloud-config\n";

    private readonly CloudConfigMembers _members = new(prefix: "");

    public bool IsEmpty => _members.IsEmpty;

    /// <summary>Adds one provider's.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="cloudConfig">An object.</param>
    /// <returns>What of earlier providers is lost by it.</returns>
    public IReadOnlyList<CloudConfigReplacement> Merge(string provider, JsonElement cloudConfig)
    {
        var replacements = new List<CloudConfigReplacement>();
        _members.Merge(provider, cloudConfig, merge, replacements);
        return replacements;
    }

    /// <summary>The document for cloud-init: the header and the entries as YAML; empty when there are none.</summary>
    public string ToDocument() => IsEmpty ? "" : Header + YamlText.Write(_members.Entries);
}
