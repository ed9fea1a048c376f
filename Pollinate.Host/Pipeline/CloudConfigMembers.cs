using System.Text.Json;

namespace Pollinate.Host.Pipeline;

/// <summary>The members of the merged cloud-config, or of an object in it, in the order in which their keys first came.</summary>
/// <param name="prefix">What stands before a member's key in messages.</param>
internal sealed class CloudConfigMembers(string prefix)
{
    private readonly OrderedDictionary<string, CloudConfigValue> _members = new(StringComparer.Ordinal);

    public bool IsEmpty => _members.Count == 0;

    public IReadOnlyList<KeyValuePair<string, JsonElement>> Entries =>
        [.. _members.Select(member => KeyValuePair.Create(member.Key, member.Value.Json))];

    /// <summary>The members of an object that one provider gave.</summary>
    public static CloudConfigMembers Of(string key, string provider, JsonElement json)
    {
        var members = new CloudConfigMembers(key + ".");
        members.Merge(provider, json, CloudConfigMerge.Replace, []);
        return members;
    }

    /// <summary>Adds what one provider gave.</summary>
    public void Merge(string provider, JsonElement json, CloudConfigMerge merge, ICollection<CloudConfigReplacement> replacements)
    {
        foreach (var (key, value) in LastOfEach(json))
        {
            if (!_members.TryGetValue(key, out var earlier))
                _members.Add(key, new(provider, value));
            else if (merge == CloudConfigMerge.Append)
                _members[key] = earlier.Append(prefix + key, provider, value, replacements);
            else
                _members[key] = earlier.Replace(prefix + key, provider, value, replacements);
        }
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in _members)
        {
            writer.WritePropertyName(key);
            value.Json.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>JSON may hold a key twice; the last one counts, and no provider replaces its own.</summary>
    private static OrderedDictionary<string, JsonElement> LastOfEach(JsonElement json)
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
            members[property.Name] = property.Value;
        return members;
    }
}
