using System.Net;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>What the client got.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, HttpResponseMessage Message)
{
    public int Code => (int)Status;

    public string? Header(string name) =>
        Message.Headers.TryGetValues(name, out var values) || Message.Content.Headers.TryGetValues(name, out values)
            ? string.Join(" | ", values)
            : null;
}
