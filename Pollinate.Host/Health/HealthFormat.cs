using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Pollinate.Host.Http;

namespace Pollinate.Host.Health;

/// <summary>Chooses the form of an answer by the Accept header; nothing acceptable is plain text, never 406.</summary>
internal static class HealthFormat
{
    public const string Plain = "text/plain";
    public const string Html = "text/html";
    public const string Json = "application/json";

    /// <summary>The forms, those that win a tie first.</summary>
    private static readonly MediaTypeHeaderValue[] Offered = [new(Plain), new(Html), new(Json)];

    public static string Choose(StringValues accept) =>
        AcceptHeader.Choose(accept, Offered) is { } index ? Offered[index].MediaType.Value! : Plain;
}
