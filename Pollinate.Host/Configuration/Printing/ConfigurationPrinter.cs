using System.Numerics;
using System.Text.Json;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Resolution;
using Pollinate.Host.Text;

namespace Pollinate.Host.Configuration.Printing;

/// <summary>Writes the configuration in force, as a file that reads back to the same values or as JSON.</summary>
/// <param name="snapshot">What to write.</param>
/// <param name="showSecrets">Whether to write the values of secrets; otherwise a mask stands in for them.</param>
internal sealed class ConfigurationPrinter(ConfigurationSnapshot snapshot, bool showSecrets)
{
    public const string Mask = "***";

    private const int HelpWidth = 76;

    public void WriteIni(TextWriter writer)
    {
        foreach (var group in Shown())
        {
            writer.Write($"[{group.Key}]\n\n");
            foreach (var option in group)
                WriteIni(writer, option);
        }
    }

    public void WriteJson(TextWriter writer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var group in Shown())
            {
                json.WriteStartObject(group.Key);
                foreach (var option in group)
                {
                    json.WriteStartObject(option.Definition.Name);
                    json.WritePropertyName("value");
                    WriteJson(json, Value(option));
                    WriteJson(json, option.Origin);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        writer.Write(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
        writer.Write('\n');
    }

    private IEnumerable<IGrouping<string, ResolvedOption>> Shown() =>
        snapshot.Options.GroupBy(option => option.Definition.Group);

    private object? Value(ResolvedOption option) =>
        option.IsSecret && !showSecrets && option.Value is not null ? Mask : option.Value;

    private void WriteIni(TextWriter writer, ResolvedOption option)
    {
        foreach (var line in WrappedText.Lines(option.Definition.WholeHelp, HelpWidth))
            writer.Write($"# {line}".TrimEnd(' ') + "\n");
        writer.Write($"# {OneLine.Of(Describe(option.Origin))}\n");
        var value = Value(option);
        writer.Write(OsloLiteral.Write(value) switch
        {
            { } text => $"{option.Definition.Name} = {text}".TrimEnd(' ') + "\n\n",
            null when value is null && option.Definition.Type is OptionType.Integer or OptionType.Float => $"{option.Definition.Name} =\n\n",
            null when value is null => $"#{option.Definition.Name} = <no value>\n\n",
            _ => $"# The value can't be written in this form; config show --json shows it.\n#{option.Definition.Name} =\n\n",
        });
    }

    /// <summary>Where a value came from, in words: the file and the line, the environment variable, or the default.</summary>
    private static string Describe(ValueOrigin origin) => origin switch
    {
        { Source: null } => "The default.",
        { Line: > 0 } => $"From {origin.Source}:{origin.Line}.",
        _ => $"From the environment variable {origin.Source}.",
    };

    private static void WriteJson(Utf8JsonWriter json, ValueOrigin origin)
    {
        json.WriteStartObject("origin");
        if (origin.Source is null)
        {
            json.WriteString("kind", "default");
        }
        else if (origin.Line > 0)
        {
            json.WriteString("kind", "file");
            json.WriteString("file", origin.Source);
            json.WriteNumber("line", origin.Line);
        }
        else
        {
            json.WriteString("kind", "environment");
            json.WriteString("variable", origin.Source);
        }

        json.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case BigInteger number:
                json.WriteRawValue(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteRawValue(OsloLiteral.Float(number));
                break;
            case double number:
                json.WriteStringValue(OsloLiteral.Float(number));
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case IReadOnlyList<string> list:
                json.WriteStartArray();
                foreach (var item in list)
                    json.WriteStringValue(item);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue((string)value);
                break;
        }
    }
}
