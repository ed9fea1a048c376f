using Microsoft.Net.Http.Headers;

namespace Pollinate.Host.Health;

/// <summary>Chooses the form of an answer by the Accept header; nothing acceptable is plain text, never 406.</summary>
internal static class HealthFormat
{
    public const string Plain = "text/plain";
    public const string Html = "text/html";
    public const string Json = "application/json";

    /// <summary>The forms, those that win a tie first.</summary>
    private static readonly MediaTypeHeaderValue[] Offered = [new(Plain), new(Html), new(Json)];

    public static string Choose(IList<string?> accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept!, out var wanted))
            return Plain;
        var best = Offered
            .Select(offer => (Type: offer.MediaType.Value!, Quality: Quality(offer, wanted)))
            .MaxBy(offer => offer.Quality);
        return best.Quality > 0 ? best.Type : Plain;
    }

    /// <summary>How much a form is wanted: as its most specific range says.</summary>
    private static double Quality(MediaTypeHeaderValue offer, IList<MediaTypeHeaderValue> wanted) =>
        wanted
            .Where(range => offer.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
}
