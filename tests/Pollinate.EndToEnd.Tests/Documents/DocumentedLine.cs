namespace Pollinate.EndToEnd.Tests.Documents;

/// <summary>A line that a page shows for a shell.</summary>
/// <param name="Page">The page.</param>
/// <param name="Text">What is typed, without the prompt.</param>
internal sealed record DocumentedLine(string Page, string Text)
{
    private static readonly string[] Pages = ["README.md", "docs/nova.md", "docs/run.md", "docs/troubleshoot.md", "docs/moving.md"];

    /// <summary>Every line behind a prompt in the blocks <c>console</c> of the README and of the pages for operators.</summary>
    public static IReadOnlyList<DocumentedLine> All { get; } = [.. Pages.SelectMany(Read)];

    public override string ToString() => $"{Page}: {Text}";

    private static IEnumerable<DocumentedLine> Read(string page)
    {
        var isShown = false;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, page)).Select(line => line.Trim()))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                isShown = line == "```console";
            else if (isShown && (line.StartsWith("$ ", StringComparison.Ordinal) || line.StartsWith("# ", StringComparison.Ordinal)))
                yield return new(page, line[2..]);
        }
    }
}
