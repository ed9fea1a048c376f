using System.Text;
using System.Text.Json;
using Pollinate.Leaks;

namespace Pollinate.Host.Tests.Redaction;

/// <summary>The search itself: a search that finds nothing proves nothing.</summary>
internal sealed class LeakSearchTests
{
    private static readonly string Secret = Marks.New("a password");

    private readonly LeakSearch _search = new([new(Secret, "a password")]);

    private static IEnumerable<string> Forms() =>
    [
        Secret,
        Secret[5..13],
        JsonSerializer.Serialize(Secret),
        Uri.EscapeDataString(Secret),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Secret[3..12])),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Secret}")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"x:{Secret}")),
        "gAAAAABnQ2x5c2VjcmV0dG9rZW4tb2Yta2V5c3RvbmUtdGhhdC1ub2JvZHkta25vd3M=",
    ];

    [TestCaseSource(nameof(Forms))]
    public void A_secret_is_found_in_any_form_and_the_line_is_named(string form) =>
        _search.Find($"first\nit is {form} here\nlast").Should().NotBeEmpty().And.OnlyContain(leak => leak.Contains($"it is {form} here"));

    [Test]
    public void Seven_characters_and_what_is_around_a_secret_are_no_leak() =>
        _search.Find($"it is {Secret[..7]} *** {Secret[^7..]}\npassword token Bearer Basic gAAAAABn").Should().BeEmpty();
}
