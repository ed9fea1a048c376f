using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pollinate.SimulatedCloud.Faults;

/// <summary>
/// Faults for a process outside: <c>POST /_faults</c> adds one, such as
/// <c>{"kind": "status", "service": "compute", "path": "/v2.1/servers", "status": 503, "times": 1}</c>, <c>GET</c> lists them,
/// <c>DELETE</c> takes all away.
/// </summary>
internal static class FaultRoutes
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static void Map(IEndpointRouteBuilder routes, FaultList faults)
    {
        routes.MapPost("/_faults", context => AddAsync(context, faults));
        routes.MapGet("/_faults", context => context.Response.WriteAsJsonAsync(faults.All, Json));
        routes.MapDelete("/_faults", context =>
        {
            faults.Clear();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    private static async Task AddAsync(HttpContext context, FaultList faults)
    {
        try
        {
            var fault = await JsonSerializer.DeserializeAsync<Fault>(context.Request.Body, Json, context.RequestAborted);
            if (string.IsNullOrEmpty(fault?.Service))
                throw new JsonException("A fault needs a kind and a service.");
            faults.Add(fault);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (JsonException exception)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(exception.Message);
        }
    }
}
