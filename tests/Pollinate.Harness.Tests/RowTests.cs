using Pollinate.Harness.Rows;

namespace Pollinate.Harness.Tests;

internal sealed class RowTests
{
    [Test]
    public void Every_row_has_a_short_name_of_its_own()
    {
        var names = AllRows.List.Select(row => row.Name).ToList();

        names.Should().OnlyHaveUniqueItems().And.OnlyContain(name => name.All(character => char.IsAsciiLetterLower(character) || character == '-'));
    }

    [Test]
    public void All_rows_are_measured_when_none_is_named() => AllRows.Named([]).Should().Equal(AllRows.List);

    [Test]
    public void Named_rows_come_in_the_order_of_the_report() =>
        AllRows.Named(["start", "auth"]).Select(row => row.Name).Should().Equal("auth", "start");

    [Test]
    public void A_row_that_there_is_not_is_named_with_those_that_there_are() =>
        FluentActions.Invoking(() => AllRows.Named(["auth", "atuh"]))
            .Should().Throw<HarnessException>().WithMessage("--rows names atuh, and there are auth, six, *");
}
