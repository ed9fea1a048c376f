using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>A request as the scripted Keystone got it.</summary>
internal sealed record RecordedRequest(
    string Method, string Path, string Query, IReadOnlyDictionary<string, StringValues> Headers, string Body)
{
    /// <summary>The fingerprint of the client's certificate, or null when it showed none.</summary>
    public string? ClientCertificate { get; private init; }

    public static async Task<RecordedRequest> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return new(
            context.Request.Method,
            context.Request.Path,
            context.Request.QueryString.Value ?? "",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(context.RequestAborted))
        {
            ClientCertificate = context.Connection.ClientCertificate?.Thumbprint,
        };
    }

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    public override string ToString() => $"{Method} {Path}{Query}";
}
