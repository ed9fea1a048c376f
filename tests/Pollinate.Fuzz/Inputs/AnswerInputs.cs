using System.Text;
using CsCheck;
using Pollinate.Fuzz.Targets;

namespace Pollinate.Fuzz.Inputs;

/// <summary>JSON that most often comes as any service's answer, and sometimes with another status or media type.</summary>
internal sealed class AnswerInputs(IReadOnlyList<byte[]> seeds) : Gen<byte[]>
{
    private static readonly string[] Statuses =
    [
        "200", "201", "204", "300", "301", "400", "401", "403", "404", "404", "429", "500", "503", "999",
    ];

    private static readonly string[] Types =
    [
        "", "application/json", "application/json; charset=utf-16", "application/hal+json", "text/html", "Application/JSON", "x", "application/octet-stream",
    ];

    private readonly JsonInputs _json = new(seeds.Select(seed => seed.AsSpan(CannedAnswer.StartOfBody(seed)).ToArray()));

    public override byte[] Generate(PCG pcg, Size? min, out Size size)
    {
        var body = _json.Generate(pcg, min, out size);
        return pcg.OnceIn(4)
            ? [.. Encoding.ASCII.GetBytes($"{pcg.Of(Statuses)} {pcg.Of(Types)}\n"), .. body]
            : body;
    }
}
