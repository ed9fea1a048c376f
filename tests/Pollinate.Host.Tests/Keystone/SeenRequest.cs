using Microsoft.Extensions.Primitives;
using Pollinate.Host.Authentication;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>A request as the application behind the gate saw it.</summary>
internal sealed record SeenRequest(
    string Method, string Path, IReadOnlyDictionary<string, StringValues> Headers, RequestIdentity? Identity)
{
    /// <summary>A header's value, or null when there is none of that name.</summary>
    public string? this[string header] => Headers.TryGetValue(header, out var value) ? value.ToString() : null;
}
