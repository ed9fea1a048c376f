using Pollinate.Host.Configuration.Dialect;

namespace Pollinate.Host.Tests.Configuration;

/// <summary>Names of options in messages, which may be pieces of a key.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class OptionNameTests
{
    [TestCase("max_logfile_size_mb")]
    [TestCase("a.b-c9")]
    [TestCase("a234567890b234567890c234567890d234567890")]
    public void What_can_be_meant_for_a_name_is_quoted(string name) => OptionName.Quote(name).Should().Be($"'{name}'");

    [TestCase("a234567890b234567890c234567890d2345678901")]
    [TestCase("MIIEvQIBADANBgkqhkiG9w0")]
    [TestCase("two words")]
    [TestCase("a/b+c")]
    public void What_may_be_the_end_of_a_key_is_not(string name) => OptionName.Quote(name).Should().Be("that begins this line");
}
