using System.Text.RegularExpressions;
using CsCheck;
using Pollinate.Host.Authentication;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>What a single rule of an application credential allows.</summary>
internal sealed class AccessRuleTests
{
    private const string Characters = "ab/x{}";

    private static readonly string[] Parts = ["a", "/", "*", "**", "{x}", "{", "}", "b"];

    [TestCase("/a/*", "/a/b", true), TestCase("/a/*", "/a/", false), TestCase("/a/*", "/a/b/c", false), TestCase("/a/*", "/a", false)]
    [TestCase("*", "a", true), TestCase("*", "", false), TestCase("*", "/", false), TestCase("*", "a/", false), TestCase("*", "ab", true)]
    [TestCase("**", "", true), TestCase("**", "/a/b", true), TestCase("a**", "a", true), TestCase("**a", "ba", true), TestCase("**a", "b", false)]
    [TestCase("***", "a", true), TestCase("***", "", false), TestCase("***", "a/b", true), TestCase("***", "/", false)]
    [TestCase("/{id}/c", "/b/c", true), TestCase("/{id}/c", "/b/d", false), TestCase("/{}", "/b", true), TestCase("/{}", "/", false)]
    [TestCase("/{a", "/{a", true), TestCase("/{a", "/b", false), TestCase("/a}", "/a}", true), TestCase("{a}b", "xb", true), TestCase("{a}b", "x", false)]
    [TestCase("{a}}", "x}", true), TestCase("{a}}", "x", false), TestCase("{{a}", "x", true)]
    [TestCase("", "", true), TestCase("", "a", false), TestCase("a", "", false)]
    public void A_star_and_a_name_are_one_segment_two_stars_anything_and_the_rest_itself(string rule, string path, bool isAllowed) =>
        new AccessRule("compute", "GET", rule).Allows("compute", "GET", path).Should().Be(isAllowed);

    [Test]
    public void Any_rule_allows_what_a_regular_expression_of_the_same_meaning_does() =>
        Gen.Select(
            Gen.Int[0, Parts.Length - 1].Select(index => Parts[index]).Array[0, 6],
            Gen.Int[0, Characters.Length - 1].Select(index => Characters[index]).Array[0, 7]).Sample(
            (parts, characters) =>
            {
                var (rule, path) = (string.Concat(parts), new string(characters));
                return new AccessRule("s", "m", rule).Allows("s", "m", path) == Expression(rule).IsMatch(path);
            },
            iter: 3000, threads: 1);

    [TestCase("image", "GET")]
    [TestCase("Compute", "GET")]
    [TestCase("compute", "POST")]
    [TestCase("compute", "get")]
    public void Another_service_or_another_method_is_not_allowed(string service, string method) =>
        new AccessRule("compute", "GET", "**").Allows(service, method, "/a").Should().BeFalse();

    [Test]
    public void The_longest_path_of_the_most_parts_is_matched()
    {
        var rule = new AccessRule("compute", "GET", new string('*', AccessRule.LongestPath));

        rule.Allows("compute", "GET", new string('a', 5000)).Should().BeTrue();
        rule.Allows("compute", "GET", "/").Should().BeFalse("the last star is by itself, and one segment");
    }

    private static Regex Expression(string rule) => new(
        @"\A" + Regex.Replace(rule, @"\*\*|\*|\{[^}]*\}|.", match => match.Value switch
        {
            "**" => "(?s:.*)",
            "*" => "[^/]+",
            ['{', .., '}'] => "[^/]+",
            _ => Regex.Escape(match.Value),
        }) + @"\z");
}
