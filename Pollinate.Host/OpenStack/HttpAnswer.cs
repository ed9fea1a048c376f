using System.Text.Json;
using Pollinate.Host.Text;

namespace Pollinate.Host.OpenStack;

/// <summary>An HTTP answer, read whole.</summary>
/// <param name="Method">The call's method.</param>
/// <param name="Address">The call's address.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, decompressed.</param>
/// <param name="SubjectToken">The header <c>X-Subject-Token</c>, or null.</param>
internal sealed record HttpAnswer(HttpMethod Method, Uri Address, int Status, ReadOnlyMemory<byte> Body, string? SubjectToken)
{
    /// <summary>Method and address of the call, for messages; without query.</summary>
    public string Call => CallOf(Method, Address);

    /// <summary>The body's media type, without parameters; null when the answer names none.</summary>
    public string? ContentType { get; init; }

    /// <summary>How long the service asks to be left alone, or null when it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The answer says that its body is JSON, or does not say what it is.</summary>
    public bool IsJson => ContentType is null
        || ContentType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || ContentType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    /// <summary>A call's name in messages: method and address, without query.</summary>
    public static string CallOf(HttpMethod method, Uri address) => $"{method} {address.GetLeftPart(UriPartial.Path)}";

    /// <summary>The service does not like the call, which says nothing against the service.</summary>
    public bool IsOfThisCall => Status is >= 400 and < 500 and not (StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests);

    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>Reads the body as JSON.</summary>
    /// <exception cref="OpenStackException">It is not JSON.</exception>
    public JsonElement ReadJson()
    {
        try
        {
            var json = JsonElement.Parse(Body.Span);
            // The parser takes bytes that are not UTF-8, and halves of characters, for text; whoever reads them later stumbles.
            if (!WholeText.IsCertain(Body.Span))
                WholeText.Ensure(json);
            return json;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The parser's message quotes the body, which may hold anything.
            throw new OpenStackException($"{Call} answered {Status} with a body that is not JSON.");
        }
    }

    // A record prints its members, and these are secrets.
    public override string ToString() => $"{Call}: {Status}";
}
