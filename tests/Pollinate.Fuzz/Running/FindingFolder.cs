using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pollinate.Fuzz.Running;

/// <summary>Where findings are left: the input, to be kept as a case, and beside it what it shows.</summary>
internal sealed class FindingFolder(string path)
{
    public const string InputSuffix = ".input";
    private const string TextSuffix = ".txt";

    public string Path { get; } = path;

    /// <summary>Whether one with the same signature is there.</summary>
    public bool Has(string target, Problem problem) => File.Exists(FileOf(target, problem));

    /// <summary>Writes it, unless one with the same signature is there already.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(Finding finding)
    {
        var input = FileOf(finding.Target, finding.Problem);
        if (File.Exists(input))
            return false;
        Directory.CreateDirectory(System.IO.Path.Combine(Path, finding.Target));
        File.WriteAllText(System.IO.Path.ChangeExtension(input, TextSuffix), Describe(finding, input));
        File.WriteAllBytes(input, finding.Input);
        return true;
    }

    /// <summary>What was left for a target: each one's text.</summary>
    public IReadOnlyList<string> Read(string target)
    {
        var folder = System.IO.Path.Combine(Path, target);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*" + TextSuffix).Order(StringComparer.Ordinal).Select(File.ReadAllText)]
            : [];
    }

    private string FileOf(string target, Problem problem) => System.IO.Path.GetFullPath(System.IO.Path.Combine(
        Path, target, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(problem.Signature)))[..16] + InputSuffix));

    private static string Describe(Finding finding, string input)
    {
        var made = finding.Number < 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"made by --targets={finding.Target} --seed={finding.Seed} --from={finding.Number} --inputs=1, then made smaller\n");
        return $"{finding.Target}: {finding.Problem.Signature}\n{made}{finding.Input.Length} bytes in {input}\n{Show(finding.Input)}\n{finding.Problem.Text}\n";
    }

    private static string Show(byte[] input)
    {
        const int Longest = 400;
        var text = new StringBuilder();
        foreach (var value in input.Take(Longest))
            text.Append(value is >= (byte)' ' and <= (byte)'~' and not (byte)'\\' ? ((char)value).ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{value:x2}"));
        return input.Length > Longest ? text.Append('…').ToString() : text.ToString();
    }
}
