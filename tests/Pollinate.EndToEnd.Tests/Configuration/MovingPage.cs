using System.Text.RegularExpressions;

namespace Pollinate.EndToEnd.Tests.Configuration;

/// <summary>The tables of <c>docs/moving.md</c>: what becomes of each option of the original.</summary>
internal sealed partial class MovingPage
{
    private const string LoggingPage = "(logging.md)";

    private MovingPage(IReadOnlyDictionary<string, string> options) => Options = options;

    /// <summary>What the page says of each option, by <c>section/name</c>.</summary>
    public IReadOnlyDictionary<string, string> Options { get; }

    /// <summary>Those that it says have no effect.</summary>
    public IEnumerable<string> WithoutEffect =>
        Options.Where(option => option.Value.StartsWith("no effect", StringComparison.Ordinal)).Select(option => option.Key);

    /// <summary>Whether it leaves the option to the page about logging.</summary>
    public bool IsLogging(string option) => Options[option].Contains(LoggingPage, StringComparison.Ordinal);

    public static MovingPage Read()
    {
        var options = new Dictionary<string, string>();
        var section = "";
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docs", "moving.md")))
        {
            if (line.StartsWith('#'))
                section = Heading().Match(line).Groups[1].Value;
            if (section.Length > 0 && Row().Match(line) is { Success: true } row)
            {
                foreach (Match name in Name().Matches(row.Groups[1].Value))
                    options.Add($"{section}/{name.Groups[1].Value}", row.Groups[2].Value);
            }
        }

        return new(options);
    }

    [GeneratedRegex(@"^### \[(\w+)\]$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| ((?:`\w+`(?:, )?)+) \| (.*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();
}
