using System.Text.RegularExpressions;

namespace Pollinate.Architecture.Tests;

/// <summary>The messages that the pages for operators quote are those that the daemon and its providers print.</summary>
internal sealed partial class QuotedMessageTests
{
    /// <summary>A quotation of fewer words is an option, a command's name or a piece of the output.</summary>
    private const int FewestWords = 4;

    private static readonly Lazy<string> Source = new(() => string.Join('\n', new[] { "Pollinate.Host", "Providers" }
        .SelectMany(Repository.Sources)
        .Select(path => Literals().Replace(File.ReadAllText(path), "").Replace("\\\"", "\"", StringComparison.Ordinal))));

    [TestCase("docs/troubleshoot.md")]
    [TestCase("docs/run.md")]
    public void Every_message_that_a_page_quotes_is_in_the_source(string document)
    {
        var quoted = Quotation().Matches(CodeBlock().Replace(File.ReadAllText(Path.Combine(Repository.Root, document)), ""))
            .Select(match => Blanks().Replace(match.Groups[1].Value, " "))
            .Where(text => text.Split(' ').Length >= FewestWords && !CommandOrSetting().IsMatch(text))
            .ToList();

        quoted.Should().HaveCountGreaterThan(10);
        var missing =
            from text in quoted
            from part in Placeholder().Split(text)
            let words = part.Trim(' ', ':', ';', ',', '.')
            where words.Any(char.IsLetter) && !Source.Value.Contains(words, StringComparison.Ordinal)
            select $"'{words}' of '{text}'";
        missing.Should().BeEmpty();
    }

    /// <summary>Where one literal of a text ends and the next begins.</summary>
    [GeneratedRegex(@"""\s*\+\s*\$?""")]
    private static partial Regex Literals();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quotation();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    /// <summary>What stands for something that changes, and what the daemon puts in place of it in most cases.</summary>
    [GeneratedRegex(@"…|\bPOST\b|Keystone, asked (?:about tokens|for a token of \[…\]),")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^(?:nova-pollinate|systemctl|journalctl|curl|ss|chgrp|ssh|GET|POST|\./build\.sh) |^\[\w+\] \w+ = ")]
    private static partial Regex CommandOrSetting();
}
