using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pollinate.Host.Commands.Checking;

/// <summary>Writes rows as <c>nova-status upgrade check --json</c> does.</summary>
internal static class CheckJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream output, IReadOnlyList<CheckRow> rows)
    {
        using (var json = new Utf8JsonWriter(output, Readable))
        {
            json.WriteStartObject();
            json.WriteString("name", CheckTable.Title);
            json.WriteStartArray("checks");
            foreach (var row in rows)
            {
                json.WriteStartObject();
                json.WriteString("check", row.Name);
                json.WriteNumber("result", (int)row.Result);
                json.WriteString("details", row.Details.Count == 0 ? null : string.Join('\n', row.Details));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
