namespace Pollinate.EndToEnd.Tests.Documents;

/// <summary>A block that a page shows.</summary>
/// <param name="Section">The heading that it is under.</param>
/// <param name="Before">The paragraph before it.</param>
/// <param name="Language">What it is: <c>console</c>, <c>ini</c>, <c>json</c>.</param>
/// <param name="Text">What it shows.</param>
internal sealed record PageBlock(string Section, string Before, string Language, string Text)
{
    /// <summary>The lines of a <c>console</c> without their prompts.</summary>
    public IReadOnlyList<string> Lines => [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[2..])];

    /// <summary>All blocks of a page, in order.</summary>
    public static IReadOnlyList<PageBlock> Read(string page)
    {
        var blocks = new List<PageBlock>();
        var (section, paragraph, previous) = ("", new List<string>(), "");
        List<string>? block = null;
        var language = "";
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, page)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (block is null)
                {
                    (block, language) = ([], line[3..]);
                    continue;
                }

                blocks.Add(new(section, paragraph.Count > 0 ? string.Join(' ', paragraph) : previous, language, string.Concat(block.Select(text => text + "\n"))));
                (block, paragraph, previous) = (null, [], "");
            }
            else if (block is not null)
            {
                block.Add(line);
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                (section, paragraph, previous) = (line[3..], [], "");
            }
            else if (line.Length > 0)
            {
                paragraph.Add(line);
            }
            else if (paragraph.Count > 0)
            {
                (previous, paragraph) = (string.Join(' ', paragraph), []);
            }
        }

        return blocks;
    }
}
