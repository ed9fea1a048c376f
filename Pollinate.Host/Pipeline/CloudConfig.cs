using System.Text.Json;

namespace Pollinate.Host.Pipeline;

/// <summary>
/// The cloud-configs of one request's providers, merged as the original merges them: by top-level key, the later provider's
/// value in place of the earlier one's.
/// </summary>
internal sealed class CloudConfig
{
    /// <summary>The first line of a cloud-config document, by which cloud-init knows it.</summary>
    public const string Header = "#cloud-config\n";

    private readonly List<KeyValuePair<string, JsonElement>> _entries = [];

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The merged entries, in the order in which their keys first came.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Entries => _entries;

    /// <summary>Adds one provider's.</summary>
    /// <param name="cloudConfig">An object.</param>
    public void Merge(JsonElement cloudConfig)
    {
        foreach (var property in cloudConfig.EnumerateObject())
        {
            var index = _entries.FindIndex(entry => entry.Key == property.Name);
            if (index < 0)
                _entries.Add(new(property.Name, property.Value));
            else
                _entries[index] = new(property.Name, property.Value);
        }
    }

    /// <summary>The document for cloud-init: the header and the entries as YAML.</summary>
    public string ToDocument() => Header + YamlText.Write(_entries);
}
