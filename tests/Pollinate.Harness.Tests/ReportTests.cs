using System.Text.Json;
using Pollinate.Harness.Figures;
using Pollinate.Harness.Reports;

namespace Pollinate.Harness.Tests;

internal sealed class ReportTests
{
    [Test]
    public void The_page_has_machine_commit_and_every_row()
    {
        var page = MarkdownReport.Write(SampleReport.Of(SampleReport.Auth(0.7, 0.6, 0.8), SampleReport.Failed), earlier: null);

        page.Should().Contain("2026-11-25 14:30 UTC, commit `0123abc`\n")
            .And.Contain("- 2 cores of Model 1, 4,096 MiB, Linux 6.1, .NET 10.0.0\n")
            .And.Contain("| auth | requests a second | 28,000/s (24,000–32,000) | floor: 40,000/s | 0.7 (0.6–0.8) | ≥ 0.65 | yes |\n")
            .And.Contain("| six | not measured, see below | | | | | NO |\n")
            .And.Contain("Not measured: Requests failed under load: timeout 3.\n")
            .And.Contain("\nThe back ends were not called.\n");
    }

    [Test]
    public void A_commit_with_changes_is_told() =>
        MarkdownReport.Write(SampleReport.Of() with { Source = new("0123abc", IsClean: false) }, null)
            .Should().Contain("commit `0123abc`, with changes that are not committed");

    [Test]
    public void A_quick_run_says_that_it_was_one() =>
        MarkdownReport.Write(SampleReport.Of() with { IsQuick = true }, null).Should().Contain("a quick run");

    [Test]
    public void Misses_name_the_row_the_figure_and_the_target() =>
        MarkdownReport.Misses(SampleReport.Of(SampleReport.Auth(0.5), SampleReport.Failed, SampleReport.First(2))).Should().Equal(
            "auth: 0.5, and the target is ≥ 0.65", "six: not measured: Requests failed under load: timeout 3.");

    [Test]
    public void A_report_reads_as_it_was_written()
    {
        var report = SampleReport.Of(SampleReport.Auth(0.7, 0.6), SampleReport.Failed);

        var read = ReportFile.Read(ReportFile.Write(report));

        read.Should().BeEquivalentTo(report);
    }

    [Test]
    public void The_file_is_for_programs_of_any_kind()
    {
        using var json = JsonDocument.Parse(ReportFile.Write(SampleReport.Of(SampleReport.Auth(0.7))));

        var figure = json.RootElement.GetProperty("rows")[0].GetProperty("figures")[0];
        figure.GetProperty("name").GetString().Should().Be("auth");
        figure.GetProperty("value").GetProperty("median").GetDouble().Should().BeApproximately(0.7, 1e-9);
        figure.GetProperty("target").GetProperty("bound").GetString().Should().Be("AtLeast");
        json.RootElement.GetProperty("machine").GetProperty("cores").GetInt32().Should().Be(2);
        json.RootElement.GetProperty("source").GetProperty("is_clean").GetBoolean().Should().BeTrue();
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{\"rows\": []}")]
    public void What_is_no_report_is_not_compared_with(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);

            FluentActions.Invoking(() => ReportFile.Load(file)).Should().Throw<HarnessException>().WithMessage($"--compare {file}: *");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void A_report_that_is_missing_is_named() =>
        FluentActions.Invoking(() => ReportFile.Load("/no/such/report.json"))
            .Should().Throw<HarnessException>().WithMessage("--compare /no/such/report.json: *");

    [Test]
    public void A_change_is_told_and_marked_when_the_spreads_do_not_meet()
    {
        var earlier = SampleReport.Of(SampleReport.Auth(0.8, 0.78, 0.82), SampleReport.First(2, 2.1));

        var page = MarkdownReport.Write(SampleReport.Of(SampleReport.Auth(0.7, 0.6, 0.72), SampleReport.First(2.05, 3.5)), earlier);

        page.Should().Contain("| yes | -12.5 % **worse** |\n").And.Contain("| yes | +35.4 % |\n").And.Contain("compared with commit `0123abc`");
    }

    [Test]
    public void Less_is_worse_where_much_is_wanted_and_more_is_where_little_is()
    {
        Change.Since(SampleReport.Of(SampleReport.Auth(0.7)), SampleReport.Auth(0.6).Figures[0])!.IsWorse.Should().BeTrue();
        Change.Since(SampleReport.Of(SampleReport.Auth(0.7)), SampleReport.Auth(0.8).Figures[0])!.IsWorse.Should().BeFalse();
        Change.Since(SampleReport.Of(SampleReport.First(2)), SampleReport.First(3).Figures[0])!.IsWorse.Should().BeTrue();
        Change.Since(SampleReport.Of(SampleReport.First(2)), SampleReport.First(1).Figures[0])!.IsWorse.Should().BeFalse();
    }

    [Test]
    public void A_figure_without_a_target_is_never_worse() =>
        Change.Since(
            SampleReport.Of(new RowResult("r", "", [Figure.Of("r", "", "", Spread.One(1), null)], [], null)),
            Figure.Of("r", "", "", Spread.One(5), null))!.IsWorse.Should().BeFalse();

    [Test]
    public void A_count_that_was_right_and_is_not_any_more_is_worse() =>
        Change.Since(
            SampleReport.Of(new RowResult("r", "", [Figure.Of("r", "", "", Spread.One(1), Target.Exactly(1))], [], null)),
            Figure.Of("r", "", "", Spread.One(2), Target.Exactly(1)))!.IsWorse.Should().BeTrue();

    [Test]
    public void A_figure_that_an_earlier_report_lacks_is_new() =>
        MarkdownReport.Write(SampleReport.Of(SampleReport.Auth(0.7)), SampleReport.Of()).Should().Contain("| yes | new |\n");
}
