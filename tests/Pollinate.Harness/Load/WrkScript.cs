using System.Globalization;
using System.Text;

namespace Pollinate.Harness.Load;

/// <summary>Scripts for wrk, which has Lua.</summary>
internal static class WrkScript
{
    /// <summary>Every request the same.</summary>
    public static string Same(string token, string body) => $"""
        wrk.method = "POST"
        {Headers(NovasRequest.Headers(token))}
        wrk.body = {Quote(body)}
        """;

    /// <summary>Every request for another instance.</summary>
    /// <param name="token">The caller's token.</param>
    /// <param name="first">The number of the first instance.</param>
    public static string Numbered(string token, int first) => $$"""
        wrk.method = "POST"
        {{Headers(NovasRequest.Headers(token))}}
        wrk.body = {{Quote(NovasRequest.BodyWithHole())}}
        local number = {{first.ToString(CultureInfo.InvariantCulture)}}
        local before, after
        -- The request is put together once; each has but its number of its own, of the same length.
        function init(args)
            local whole = wrk.format()
            local at = string.find(whole, "{{NovasRequest.Number}}", 1, true)
            before = string.sub(whole, 1, at - 1)
            after = string.sub(whole, at + {{NovasRequest.Number.Length}})
        end
        function request()
            number = number + 1
            return before .. string.format("%0{{NovasRequest.Number.Length}}d", number) .. after
        end
        """;

    /// <summary>Every request the same GET.</summary>
    public static string Get(string token) => Headers([("X-Auth-Token", token)]);

    private static string Headers(IEnumerable<(string Name, string Value)> headers) =>
        string.Join('\n', headers.Select(header => $"wrk.headers[{Quote(header.Name)}] = {Quote(header.Value)}"));

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                quoted.Append('\\');
            quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
