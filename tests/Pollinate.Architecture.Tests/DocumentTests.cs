using System.Text.RegularExpressions;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Hosting;

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
    public void Every_link_to_a_heading_leads_to_one(string document)
    {
        var path = Path.Combine(Repository.Root, document);
        foreach (var target in Link().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value))
        {
            if (target.Contains('#', StringComparison.Ordinal) && !target.Contains("://", StringComparison.Ordinal))
                ShouldBeHeading(target.StartsWith('#') ? path : Path.Combine(Path.GetDirectoryName(path)!, target.Split('#')[0]), target, document);
        }
    }

    [Test]
    public void Every_heading_that_a_packaged_file_sends_to_is_there()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "packaging"), "*", SearchOption.AllDirectories))
        {
            foreach (Match place in PlaceInDocument().Matches(File.ReadAllText(file)))
                ShouldBeHeading(Path.Combine(Repository.Root, place.Groups[1].Value), place.Value, file);
        }
    }

    [Test]
    public void Every_alert_has_a_row_in_the_page_about_running_the_daemon_and_no_other_has()
    {
        var rules = Directory.EnumerateFiles(Path.Combine(Repository.Root, "packaging"), "*.rules.yml", SearchOption.AllDirectories)
            .SelectMany(file => Alert().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);

        AlertRow().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "run.md"))).Select(match => match.Groups[1].Value)
            .Should().BeEquivalentTo(rules);
    }

    [Test]
    public void Every_alert_leads_to_the_section_that_its_row_leads_to()
    {
        var rows = AlertRow().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "run.md")))
            .ToDictionary(row => row.Groups[1].Value, row => $"docs/run.md#{row.Groups[2].Value}");
        rows.Should().NotBeEmpty();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "packaging"), "*.rules.yml", SearchOption.AllDirectories))
        {
            AlertWithRunbook().Matches(File.ReadAllText(file)).ToDictionary(alert => alert.Groups[1].Value, alert => alert.Groups[2].Value)
                .Should().BeEquivalentTo(rows);
        }
    }

    private static void ShouldBeHeading(string document, string target, string from)
    {
        File.Exists(document).Should().BeTrue(because: $"{from} leads to {target}");
        CodeBlock().Replace(File.ReadAllText(document), "").Split('\n').Where(line => line.StartsWith('#')).Select(Anchor)
            .Should().Contain(target.Split('#')[1], because: $"{from} leads to {target}");
    }

    /// <summary>What a link to a heading is called.</summary>
    private static string Anchor(string heading) => string.Concat(
        heading.TrimStart('#').Trim().ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_'))
        .Replace(' ', '-');

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

    [TestCaseSource(nameof(Documents))]
    public void Every_path_of_this_repository_that_a_document_names_exists(string document)
    {
        foreach (Match path in RepositoryPath().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))))
        {
            // artifacts/ is what a command leaves; the tests of publishing look at it.
            Path.Exists(Path.Combine(Repository.Root, path.Groups[1].Value)).Should().BeTrue(because: $"{document} names {path.Groups[1].Value}");
        }
    }

    [TestCaseSource(nameof(Documents))]
    public void Every_option_that_a_document_names_with_its_section_is_declared(string document)
    {
        foreach (Match option in SectionAndOption().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))))
        {
            var (section, name) = (option.Groups[1].Value, option.Groups[2].Value);
            var group = OptionRecords.Groups.SingleOrDefault(group => group.Name == section);
            // Nova and the providers have sections of their own.
            if (group is not null)
                (group.Find(name) is not null || IsOldName(section, name)).Should().BeTrue(because: $"{document} names {option.Value}");
        }
    }

    private static bool IsOldName(string section, string name) =>
        OptionRecords.Groups.Any(group => group.Options.Any(option => option.DeprecatedElsewhere.Contains((section, name))));

    [TestCaseSource(nameof(Documents))]
    public void Every_configuration_that_a_document_shows_can_be_served_without_a_warning(string document)
    {
        foreach (Match block in ShownConfiguration().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))))
        {
            var folder = Directory.CreateTempSubdirectory("nova-pollinate-document-");
            try
            {
                var file = Path.Combine(folder.FullName, "nova-pollinate.conf");
                File.WriteAllText(file, block.Groups[1].Value);
                var snapshot = ConfigurationLoader.Load(
                    new()
                    {
                        Paths = [new(IsDirectory: false, file)],
                        Environment = new Dictionary<string, string>(),
                        BaseDirectory = folder.FullName,
                        DefaultDirectory = folder.FullName,
                    },
                    []);

                var (problems, warnings) = StartChecks.Find(snapshot);

                problems.Should().BeEmpty(because: block.Value);
                warnings.Should().BeEmpty(because: block.Value);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    [Test]
    public void The_README_lists_every_page() =>
        Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Select(match => match.Groups[1].Value.Split('#')[0])
            .Should().Contain(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(path => $"docs/{Path.GetFileName(path)}"));

    [Test]
    public void The_README_shows_a_configuration() =>
        ShownConfiguration().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Should().BeTrue();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s*- alert: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Alert();

    [GeneratedRegex(@"^\s*- alert: (\w+)\n(?:(?!\s*- ).*\n)*?\s*runbook_url: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex AlertWithRunbook();

    [GeneratedRegex(@"^\| (Pollinate\w+) \| \[[^\]]+\]\(#([\w-]+)\) \|", RegexOptions.Multiline)]
    private static partial Regex AlertRow();

    [GeneratedRegex(@"(docs/[\w./-]+\.md)#[\w-]+")]
    private static partial Regex PlaceInDocument();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"<!-- code: (\S+) -->\n```\w+\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShownFile();

    [GeneratedRegex(@"`((?:Pollinate\.\w+|Providers|tests|docs|plugins|packaging)/[\w./-]*)`")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"`\[(\w+)\] (\w+)[`\s=]")]
    private static partial Regex SectionAndOption();

    [GeneratedRegex(@"<!-- configuration -->\n```ini\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShownConfiguration();

    [GeneratedRegex(@"\./build\.sh (\w+)")]
    private static partial Regex BuildCommand();
}
