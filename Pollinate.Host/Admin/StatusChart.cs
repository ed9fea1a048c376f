using System.Globalization;
using System.Text;

namespace Pollinate.Host.Admin;

/// <summary>Draws the last five minutes of durations: half of the calls below one line, 99 of a hundred below the other.</summary>
internal static class StatusChart
{
    private const double Width = 180;
    private const double Height = 36;
    private const double Edge = 2;

    /// <summary>Draws it.</summary>
    /// <param name="recent">What to draw.</param>
    /// <param name="label">What it shows, in words, as HTML.</param>
    public static string Draw(StatusRecent recent, string label)
    {
        var highest = recent.Points.Max(point => point.P99Milliseconds ?? 0);
        var svg = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{label}\"><title>{label}</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M0 {Height - 0.5}H{Width}\"/>");
        if (highest > 0)
        {
            svg.Append("<path class=\"slow\" d=\"").Append(Line(recent.Points, highest, point => point.P99Milliseconds)).Append("\"/>");
            svg.Append("<path class=\"half\" d=\"").Append(Line(recent.Points, highest, point => point.P50Milliseconds)).Append("\"/>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>A line through the periods that have calls, with gaps where there were none.</summary>
    private static string Line(IReadOnlyList<StatusPoint> points, double highest, Func<StatusPoint, double?> valueOf)
    {
        var path = new StringBuilder();
        var isOpen = false;
        for (var at = 0; at < points.Count; at++)
        {
            if (valueOf(points[at]) is not { } value)
            {
                isOpen = false;
                continue;
            }

            var x = Edge + ((Width - (2 * Edge)) * at / (points.Count - 1));
            var y = Height - Edge - ((Height - (2 * Edge)) * value / highest);
            path.Append(CultureInfo.InvariantCulture, $"{(isOpen ? 'L' : 'M')}{x:0.#} {y:0.#}");
            // A period by itself is a dot.
            if (!isOpen)
                path.Append("h1");
            isOpen = true;
        }

        return path.ToString();
    }
}
