using System.Globalization;
using System.Xml.Linq;
using Pollinate.Harness.Pictures;

namespace Pollinate.Harness.Tests;

internal sealed class SvgPictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Panel Rates = new("Requests a second", "", "providers",
        [new(1, 20_000, "1", true), new(50, 12_345, "50", true), new(100, 8_000, "100", true)]);

    private static readonly Panel Costs = new("CPU time a request", "µs", "providers <all>", [new(1, 30, "1", true), new(100, 130.5, "100", true)]);

    [Test]
    public void A_picture_is_XML_that_a_browser_takes_for_SVG()
    {
        var picture = XDocument.Parse(SvgPicture.Draw("A & B", "How it was measured.", [Rates, Costs]));

        picture.Root!.Name.Should().Be(Svg + "svg");
        picture.Root.Attribute("viewBox")!.Value.Should().MatchRegex(@"^0 0 840 \d+$");
        picture.Root.Element(Svg + "title")!.Value.Should().Be("A & B");
    }

    [Test]
    public void Values_titles_and_units_are_text()
    {
        var texts = Texts(SvgPicture.Draw("Title", "Caption.", [Rates, Costs]));

        texts.Should().Contain(["Title", "Caption.", "Requests a second", "CPU time a request, µs", "providers", "providers <all>"])
            .And.Contain(["20,000", "12,345", "8,000", "30", "130"])
            .And.Contain(["1", "50", "100"]);
    }

    [Test]
    public void A_reader_who_sees_no_picture_is_told_the_values() =>
        XDocument.Parse(SvgPicture.Draw("Title", "Caption.", [Rates])).Root!.Element(Svg + "desc")!.Value
            .Should().Be("Caption. Requests a second, by providers: 1: 20,000; 50: 12,345; 100: 8,000.");

    [Test]
    public void A_curve_is_higher_where_its_value_is_and_stays_in_the_picture()
    {
        var picture = XDocument.Parse(SvgPicture.Draw("Title", "Caption.", [Rates]));

        var points = picture.Descendants(Svg + "polyline").Single().Attribute("points")!.Value.Split(' ')
            .Select(point => point.Split(',').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray()).ToList();
        points.Select(point => point[0]).Should().BeInAscendingOrder().And.OnlyContain(x => x > 0 && x < 420);
        // Down is more in SVG.
        points.Select(point => point[1]).Should().BeInAscendingOrder().And.OnlyContain(y => y > 0 && y < 400);
        (points[1][0] - points[0][0]).Should().BeApproximately(49.0 / 99 * (points[2][0] - points[0][0]), 0.2);
    }

    [Test]
    public void A_point_without_a_value_has_no_text_of_its_own() =>
        Texts(SvgPicture.Draw("Title", "Caption.", [Rates with { Points = [new(0, 7, null, false), new(1, 33, "1", false)] }]))
            .Should().NotContain(["7", "33"]);

    [Test]
    public void A_curve_of_nothing_but_zero_can_be_drawn() =>
        FluentActions.Invoking(() => XDocument.Parse(SvgPicture.Draw("Title", "Caption.", [Rates with { Points = [new(0, 0, "0", true)] }])))
            .Should().NotThrow();

    [Test]
    public void It_follows_the_readers_light_or_dark() =>
        SvgPicture.Draw("Title", "Caption.", [Rates]).Should().Contain("prefers-color-scheme: dark");

    private static List<string> Texts(string picture) => [.. XDocument.Parse(picture).Descendants(Svg + "text").Select(text => text.Value)];
}
