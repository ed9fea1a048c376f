using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Printing;

/// <summary>Writes every option for programs, with the keys of <c>oslo-config-generator --format json</c> that mean something here.</summary>
internal static class OptionsJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter writer, IReadOnlyList<OptionGroupDefinition> groups)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteStartObject("options");
            foreach (var group in groups)
            {
                json.WriteStartObject(group.Name);
                json.WriteString("help", group.Help);
                json.WriteStartArray("opts");
                foreach (var option in group.Options)
                    Write(json, group, option);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        writer.Write(Encoding.UTF8.GetString(buffer.ToArray()));
        writer.Write('\n');
    }

    private static void Write(Utf8JsonWriter json, OptionGroupDefinition group, OptionDefinition option)
    {
        json.WriteStartObject();
        json.WriteString("name", option.Name);
        json.WriteString("dest", option.Name);
        json.WriteString("namespace", SampleWriter.Namespace);
        json.WriteString("type", OptionComments.TypeName(option.Type));
        json.WriteString("help", option.Help);
        json.WriteString("default", OptionComments.Default(option));
        WriteBound(json, "min", option.Minimum, long.MinValue);
        WriteBound(json, "max", option.Maximum, long.MaxValue);
        json.WriteStartArray("choices");
        foreach (var choice in option.Choices)
        {
            json.WriteStartArray();
            json.WriteStringValue(choice);
            json.WriteStringValue(option.ChoiceHelp.GetValueOrDefault(choice));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteBoolean("secret", option.Secret);
        json.WriteBoolean("mutable", OptionComments.IsMutable(option));
        json.WriteStartArray("deprecated_opts");
        foreach (var (oldGroup, oldName) in OptionComments.OldNames(group, option))
        {
            json.WriteStartObject();
            json.WriteString("group", oldGroup);
            json.WriteString("name", oldName);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("deprecated_for_removal", option.Unused is not null);
        json.WriteString("deprecated_reason", OptionComments.WhyUnused(option));
        json.WriteEndObject();
    }

    private static void WriteBound(Utf8JsonWriter json, string name, long value, long none)
    {
        if (value == none)
            json.WriteNull(name);
        else
            json.WriteNumber(name, value);
    }
}
