using Pollinate.Host.Configuration.Dialect;

namespace Pollinate.Host.Tests.Configuration;

/// <summary>Texts as Python's <c>repr</c> writes them, which CPython was asked about.</summary>
internal sealed class OsloTextTests
{
    [TestCase("plain text", "'plain text'")]
    [TestCase("it's", "\"it's\"")]
    [TestCase("say \"x\"", "'say \"x\"'")]
    [TestCase("it's \"x\"", @"'it\'s ""x""'")]
    [TestCase(@"back\slash", @"'back\\slash'")]
    [TestCase("a\nb\rc\td", @"'a\nb\rc\td'")]
    [TestCase("\u0000\u001b\u007f", @"'\x00\x1b\x7f'", Description = "controls")]
    [TestCase("\u00a0\u00ad\u00ff", @"'\xa0\xadÿ'")]
    [TestCase("\u0100\u200b\u3000", @"'Ā\u200b\u3000'", Description = "a letter, a format and a blank")]
    [TestCase("\u2028\u2029", @"'\u2028\u2029'", Description = "ends of lines and paragraphs")]
    [TestCase("\ue000\u0378\uffff", @"'\ue000\u0378\uffff'", Description = "private, not assigned, none")]
    [TestCase("\U00010000\U0001F600", "'\U00010000\U0001F600'")]
    [TestCase("\U000E0001\U0010FFFF", @"'\U000e0001\U0010ffff'")]
    public void A_text_is_written_as_Python_writes_it(string text, string written) => OsloText.Representation(text).Should().Be(written);

    [Test]
    public void A_list_is_written_as_Python_writes_it()
    {
        OsloText.Representation([]).Should().Be("[]");
        OsloText.Representation(["a", "it's"]).Should().Be("['a', \"it's\"]");
    }
}
