using Pollinate.Host.Authentication;

namespace Pollinate.Host.Tests.Authentication;

internal sealed class RefusalTextTests
{
    [Test]
    public void Every_reason_has_words_of_its_own()
    {
        var words = Enum.GetValues<Refusal>().Select(RefusalText.Of).ToList();

        words.Should().OnlyHaveUniqueItems().And.OnlyContain(text => text.Length > 15);
    }

    [Test]
    public void What_concerns_the_service_token_says_so()
    {
        foreach (var refusal in Enum.GetValues<Refusal>())
            RefusalText.Of(refusal).Contains("service token", StringComparison.Ordinal).Should().Be(refusal.ToString().StartsWith("ServiceToken", StringComparison.Ordinal));
    }

    [Test]
    public void What_is_no_reason_is_a_fault_of_the_code() =>
        FluentActions.Invoking(() => RefusalText.Of((Refusal)99)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("refusal");
}
