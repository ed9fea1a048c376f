using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pollinate.Harness.Reports;

/// <summary>The report for programs: <c>report.json</c>.</summary>
internal static class ReportFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string Write(BenchReport report) => JsonSerializer.Serialize(report, Json) + "\n";

    /// <param name="file">Where it lies.</param>
    /// <exception cref="HarnessException">It is missing, or no report.</exception>
    public static BenchReport Load(string file)
    {
        try
        {
            return Read(File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new HarnessException($"--compare {file}: this is no report of an earlier run: {exception.Message}", exception);
        }
    }

    /// <exception cref="JsonException">It is no report.</exception>
    public static BenchReport Read(string text) => JsonSerializer.Deserialize<BenchReport>(text, Json) ?? throw new JsonException("It is null.");
}
