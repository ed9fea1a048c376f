using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.Lookups;

namespace Pollinate.Host.Tests.Lookups;

/// <summary>Requests that lookups are made for.</summary>
internal static class Requests
{
    public static RequestContext New(string body = """{"project-id":"p"}""", CancellationToken aborted = default) =>
        new(JsonElement.Parse(body), new Caller(), "req-1", new(length: null, TimeProvider.System, aborted));
}
