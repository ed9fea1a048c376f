using Pollinate.Harness.Figures;

namespace Pollinate.Harness.Tests;

internal sealed class FigureTests
{
    [Test]
    public void The_median_of_an_odd_number_is_the_middle_one() =>
        Spread.Of([5, 1, 9]).Should().Be(new Spread(5, 1, 9));

    [Test]
    public void The_median_of_an_even_number_lies_between_the_middle_two() =>
        Spread.Of([4, 1, 9, 2]).Should().Be(new Spread(3, 1, 9));

    [Test]
    public void There_is_no_median_of_nothing() =>
        FluentActions.Invoking(() => Spread.Of([])).Should().Throw<ArgumentException>();

    [Test]
    public void The_ratio_is_that_of_each_pair()
    {
        // The ratio of the medians would be 2.
        var figure = Figure.OfPairs("x", "", "", "floor", [(1, 10), (20, 10), (30, 1)], Target.AtLeast(2));

        figure.Value.Should().Be(new Spread(2, 0.1, 30));
        figure.Daemon!.Median.Should().Be(20);
        figure.Against!.Median.Should().Be(10);
        figure.IsMet.Should().BeTrue();
    }

    [TestCase(0.65, true)]
    [TestCase(0.64, false)]
    public void A_least_target_is_met_from_its_limit_on(double value, bool isMet) => Target.AtLeast(0.65).IsMetBy(value).Should().Be(isMet);

    [TestCase(1.3, true)]
    [TestCase(1.31, false)]
    public void A_most_target_is_met_up_to_its_limit(double value, bool isMet) => Target.AtMost(1.3).IsMetBy(value).Should().Be(isMet);

    [TestCase(10_000, true)]
    [TestCase(9_999, false)]
    [TestCase(10_001, false)]
    public void An_exact_target_is_met_by_its_limit_alone(double value, bool isMet) => Target.Exactly(10_000).IsMetBy(value).Should().Be(isMet);

    [Test]
    public void A_row_is_good_when_it_was_measured_and_no_target_is_missed()
    {
        var met = Figure.Of("a", "", "", Spread.One(1), Target.AtMost(1));
        var told = Figure.Of("b", "", "", Spread.One(5), null);
        var missed = Figure.Of("c", "", "", Spread.One(2), Target.AtMost(1));

        new RowResult("r", "", [met, told], [], null).IsGood.Should().BeTrue();
        new RowResult("r", "", [met, missed], [], null).IsGood.Should().BeFalse();
        new RowResult("r", "", [], [], "no wrk").IsGood.Should().BeFalse();
    }

    [Test]
    public void Points_on_a_line_fit_it() =>
        StraightLine.Fit([(1, 12), (10, 30), (50, 110), (100, 210)]).Should().BeApproximately(1, 1e-9);

    [Test]
    public void Points_that_grow_by_the_square_do_not() =>
        StraightLine.Fit([(1, 1), (10, 100), (50, 2500), (100, 10_000)]).Should().BeLessThan(0.95);
}
