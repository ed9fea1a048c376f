using System.Text.RegularExpressions;

namespace Pollinate.Architecture.Tests;

internal sealed partial class DocumentTests
{
    public static IEnumerable<string> Documents =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path));

    [TestCaseSource(nameof(Documents))]
    public void Every_link_to_a_file_leads_to_one(string document)
    {
        var path = Path.Combine(Repository.Root, document);
        foreach (var target in Link().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value))
        {
            if (!target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
                Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target.Split('#')[0])).Should().BeTrue(because: $"{document} links to {target}");
        }
    }

    [TestCaseSource(nameof(Documents))]
    public void Code_that_a_document_shows_is_the_code_that_is_built(string document)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        foreach (Match block in ShownFile().Matches(text))
        {
            var source = File.ReadAllText(Path.Combine(Repository.Root, block.Groups[1].Value));
            block.Groups[2].Value.Should().Be(source, because: $"{document} shows {block.Groups[1].Value}");
        }
    }

    [Test]
    public void The_README_shows_a_provider_in_about_twenty_lines() =>
        ShownFile().Match(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Groups[2].Value
            .Split('\n').Count(line => line.Length > 0).Should().BeInRange(10, 22);

    [TestCaseSource(nameof(Documents))]
    public void Every_target_of_the_build_that_a_document_names_exists(string document)
    {
        var build = File.ReadAllText(Path.Combine(Repository.Root, "build.cake"));
        foreach (Match command in BuildCommand().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))))
            build.Should().Contain($"Task(\"{command.Groups[1].Value}\")", because: $"{document} names {command.Value}");
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"<!-- code: (\S+) -->\n```\w+\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShownFile();

    [GeneratedRegex(@"\./build\.sh (\w+)")]
    private static partial Regex BuildCommand();
}
