using System.Text.Json;

namespace Pollinate.Host.OpenStack;

/// <summary>What a service answered.</summary>
/// <param name="Status">The HTTP status: any 2xx, or 404.</param>
/// <param name="Body">The body; undefined for a 404, whose body is whatever the service likes.</param>
internal readonly record struct ServiceAnswer(int Status, JsonElement Body)
{
    public bool IsNotFound => Status == StatusCodes.Status404NotFound;
}
