using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Pollinate.Host.Http;

/// <summary>Chooses the form of an answer (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1).</summary>
internal static class AcceptHeader
{
    /// <param name="accept">The request's header; a range that is none makes it count as absent.</param>
    /// <param name="offered">The media types that there are, the one to prefer among equals first.</param>
    /// <returns>The index of the best, or null when the header is absent or accepts none of them.</returns>
    public static int? Choose(StringValues accept, IReadOnlyList<MediaTypeHeaderValue> offered)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return null;

        int? best = null;
        var bestQuality = 0.0;
        for (var index = 0; index < offered.Count; index++)
        {
            var quality = QualityOf(offered[index], ranges);
            if (quality > bestQuality)
                (best, bestQuality) = (index, quality);
        }

        return best;
    }

    // The most specific range that covers the type tells its quality.
    private static double QualityOf(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> ranges)
    {
        var quality = 0.0;
        var specificity = -1;
        foreach (var range in ranges)
        {
            var rangeSpecificity = range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
            if (rangeSpecificity > specificity && type.IsSubsetOf(WithoutParameters(range)))
                (quality, specificity) = (range.Quality ?? 1.0, rangeSpecificity);
        }

        return quality;
    }

    private static MediaTypeHeaderValue WithoutParameters(MediaTypeHeaderValue range) =>
        range.Parameters.Count == 0 ? range : new(range.MediaType);
}
