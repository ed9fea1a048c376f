using System.Text;
using System.Text.Json;
using Pollinate.SimulatedCloud;

namespace Pollinate.Harness.Load;

/// <summary>Whether an answer holds what the providers give: an answer that lacks one is 200, too.</summary>
internal static class Answers
{
    private static readonly byte[][] OfEverySix =
    [
        .. new[]
        {
            "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE", "sample-licence-monash", "sample-cid-qh2", "sample-provisioning-token", "\"project_name\"", "\"test\"",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[] OfCloudStor = "\"cloudstor\""u8.ToArray();

    /// <summary>The name of each project, in quotes, as an answer has it.</summary>
    private static readonly Dictionary<string, byte[]> ProjectNames =
        SampleData.Projects.ToDictionary(project => project.Id, project => Encoding.UTF8.GetBytes($"\"{project.Name}\""));

    /// <summary>Whether all six providers have given their part for an instance of the demonstration's project.</summary>
    public static bool IsOfSix(ReadOnlyMemory<byte> body) =>
        IsOfStorm(SampleData.Demo.Id, body) && body.Span.IndexOf(OfCloudStor) >= 0;

    /// <summary>Whether all have for an instance of a project; the projects of a storm have no credential.</summary>
    public static bool IsOfStorm(string project, ReadOnlyMemory<byte> body)
    {
        foreach (var part in OfEverySix)
        {
            if (body.Span.IndexOf(part) < 0)
                return false;
        }

        return body.Span.IndexOf(ProjectNames[project]) >= 0;
    }

    /// <summary>Whether it is what <c>TestProvider</c> alone gives.</summary>
    public static bool IsOfTest(ReadOnlyMemory<byte> body) => body.Span.SequenceEqual("""{"test":{"OK":"Success"}}"""u8);

    /// <summary>Whether it is what providers give that give nothing.</summary>
    public static bool IsEmpty(ReadOnlyMemory<byte> body) => body.Span.SequenceEqual("{}"u8);

    /// <exception cref="HarnessException">It is not right.</exception>
    public static void MustBe(Func<ReadOnlyMemory<byte>, bool> isRight, int status, ReadOnlyMemory<byte> body)
    {
        if (status != 200 || !isRight(body))
            throw new HarnessException($"The daemon answered {status}, and not what its providers give: {Encoding.UTF8.GetString(body.Span)}");
        using var json = JsonDocument.Parse(body);
    }
}
