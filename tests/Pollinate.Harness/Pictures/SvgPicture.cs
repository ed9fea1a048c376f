using System.Globalization;
using System.Xml.Linq;

namespace Pollinate.Harness.Pictures;

/// <summary>
/// Draws panels side by side as SVG: one curve a panel, so that none has to be told from another by its colour; dark where the
/// reader's system is; text stays text.
/// </summary>
internal static class SvgPicture
{
    private const int PanelWidth = 420;
    private const int PlotHeight = 260;
    private const int Inset = 28;
    private const int Left = 64;
    private const int Right = 24;
    private const int Top = 76;
    private const int Bottom = 52;
    private const int Ticks = 4;

    /// <summary>Light in plain rules, since not every reader of SVG knows variables or media.</summary>
    private const string Style = """
        text { font-family: system-ui, sans-serif; font-size: 12px; fill: #1b1f24; }
        .title { font-size: 15px; font-weight: 600; }
        .panel { font-weight: 600; }
        .value { paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
        .paper { fill: #ffffff; }
        .grid { stroke: #d0d7de; stroke-width: 1; }
        .curve { fill: none; stroke: #0b5cad; stroke-width: 2; }
        .point { fill: #0b5cad; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .value { stroke: #0d1117; }
          .paper { fill: #0d1117; }
          .grid { stroke: #3d444d; }
          .curve { stroke: #6cb6ff; }
          .point { fill: #6cb6ff; }
        }
        """;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <param name="title">The picture's title.</param>
    /// <param name="caption">How it was measured, a sentence.</param>
    /// <param name="panels">The curves.</param>
    public static string Draw(string title, string caption, IReadOnlyList<Panel> panels)
    {
        var width = PanelWidth * panels.Count;
        var picture = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {Top + PlotHeight + Bottom}")),
            new XAttribute("width", width),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", title),
            new XElement(Svg + "desc", $"{caption} {string.Join(' ', panels.Select(Describe))}"),
            new XElement(Svg + "style", "\n" + Style + "\n"),
            new XElement(Svg + "rect", new XAttribute("class", "paper"), new XAttribute("width", "100%"), new XAttribute("height", "100%")),
            Text(16, 24, title, "start", "title"),
            Text(16, 42, caption, "start"),
            panels.Select((panel, index) => DrawPanel(panel, index * PanelWidth)));
        return picture + "\n";
    }

    private static XElement DrawPanel(Panel panel, int offset)
    {
        var (left, right, top, bottom) = (offset + Left, offset + PanelWidth - Right, Top, Top + PlotHeight);
        var step = NiceStep(panel.Points.Max(point => point.Y) / Ticks);
        var highest = step * Math.Max(1, Math.Ceiling(panel.Points.Max(point => point.Y) / step));
        var (first, last) = (panel.Points.Min(point => point.X), panel.Points.Max(point => point.X));
        double AtX(double x) => first == last ? (left + right) / 2.0 : left + Inset + ((x - first) / (last - first) * (right - left - (2 * Inset)));
        double AtY(double y) => bottom - (y / highest * (bottom - top));

        var group = new XElement(Svg + "g", Text(left, top - 12, panel.Unit.Length == 0 ? panel.Title : $"{panel.Title}, {panel.Unit}", "start", "panel"));
        for (var tick = 0.0; tick <= highest * 1.0001; tick += step)
        {
            group.Add(Line(left, AtY(tick), right, AtY(tick)));
            group.Add(Text(left - 6, AtY(tick) + 4, Number(tick), "end"));
        }

        group.Add(new XElement(
            Svg + "polyline",
            new XAttribute("class", "curve"),
            new XAttribute("points", string.Join(' ', panel.Points.Select(point => $"{Place(AtX(point.X))},{Place(AtY(point.Y))}")))));
        foreach (var point in panel.Points)
        {
            if (point.Label is not null)
                group.Add(Text(AtX(point.X), bottom + 18, point.Label, "middle"));
            if (!point.HasValue)
                continue;
            group.Add(new XElement(
                Svg + "circle", new XAttribute("class", "point"), new XAttribute("cx", Place(AtX(point.X))), new XAttribute("cy", Place(AtY(point.Y))), new XAttribute("r", 3.5)));
            group.Add(Text(AtX(point.X), AtY(point.Y) - 9, Number(point.Y), "middle", "value"));
        }

        group.Add(Text((left + right) / 2.0, bottom + 38, panel.Horizontal, "middle"));
        return group;
    }

    private static string Describe(Panel panel) =>
        $"{panel.Title}{(panel.Unit.Length == 0 ? "" : $", {panel.Unit}")}, by {panel.Horizontal}: " +
        string.Join("; ", panel.Points.Where(point => point.HasValue).Select(point => $"{point.Label ?? Number(point.X)}: {Number(point.Y)}")) + ".";

    private static XElement Line(double fromX, double fromY, double toX, double toY) => new(
        Svg + "line",
        new XAttribute("class", "grid"),
        new XAttribute("x1", Place(fromX)), new XAttribute("y1", Place(fromY)), new XAttribute("x2", Place(toX)), new XAttribute("y2", Place(toY)));

    private static XElement Text(double x, double y, string text, string anchor, string? style = null) => new(
        Svg + "text",
        new XAttribute("x", Place(x)), new XAttribute("y", Place(y)), new XAttribute("text-anchor", anchor),
        style is null ? null : new XAttribute("class", style),
        text);

    /// <summary>1, 2 or 5 times a power of ten, not less than what is asked for.</summary>
    private static double NiceStep(double atLeast)
    {
        if (atLeast <= 0)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        return new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(step => step >= atLeast * 0.9999);
    }

    private static string Place(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "N0", >= 10 => "0.#", _ => "0.##" }, CultureInfo.InvariantCulture);
}
