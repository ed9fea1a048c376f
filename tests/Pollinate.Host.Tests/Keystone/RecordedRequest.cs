using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>A request as the scripted Keystone got it.</summary>
internal sealed record RecordedRequest(
    string Method, string Path, string Query, IReadOnlyDictionary<string, StringValues> Headers, string Body)
{
    public static async Task<RecordedRequest> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return new(
            context.Request.Method,
            context.Request.Path,
            context.Request.QueryString.Value ?? "",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(context.RequestAborted));
    }

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    public override string ToString() => $"{Method} {Path}{Query}";
}
