using Pollinate.Host.Health;
using Pollinate.Host.Http;

namespace Pollinate.Host.Admin;

/// <summary>A request's way on the listener for operators: their pages, and nothing else. Safe for any thread.</summary>
internal sealed class AdminWay(HealthcheckAnswer health)
{
    /// <summary>Where Prometheus asks; answered before a request comes here.</summary>
    public const string Metrics = "/metrics";

    public const string Status = "/status";

    /// <param name="context">The request.</param>
    /// <param name="servedPort">The port that Nova's requests come to; 0 when that is none.</param>
    /// <param name="status">The page for people.</param>
    public Task HandleAsync(HttpContext context, int servedPort, StatusPage status) => context.Request.Path.Value switch
    {
        Status => status.WriteAsync(context),
        HealthcheckAnswer.Path => health.WriteReasonsAsync(context, servedPort),
        _ => ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status404NotFound, "There is nothing at this path of the admin listener; there are /healthcheck, /metrics and /status."),
    };
}
