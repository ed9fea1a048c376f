using System.Diagnostics;

namespace Pollinate.Host.Telemetry;

/// <summary>
/// Spans: one a request, one a provider's call, one a call of another service. None is made while nobody listens. No attribute
/// holds anything of a request but its ids, its status and which endpoint it asked.
/// </summary>
internal static class Tracing
{
    public const string SourceName = "Pollinate";

    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    private static readonly ActivitySource Source = new(SourceName);

    public static bool IsOn => Source.HasListeners();

    /// <summary>Begins the span of a request, as part of its caller's trace.</summary>
    /// <returns>Null while nobody listens.</returns>
    public static Activity? StartRequest(HttpContext context)
    {
        if (!Source.HasListeners())
            return null;
        var headers = context.Request.Headers;
        ActivityContext.TryParse(headers[TraceParent], headers[TraceState], isRemote: true, out var parent);
        var endpoint = RequestStatistics.EndpointOf(context.Request.Path.Value);
        var activity = Source.StartActivity(endpoint, ActivityKind.Server, parent);
        activity?.SetTag("http.request.method", Http.MethodName.Of(context.Request)).SetTag("pollinate.endpoint", endpoint);
        return activity;
    }

    /// <summary>Says how a request ended.</summary>
    public static void EndRequest(Activity activity, HttpResponse response, int status)
    {
        activity.SetTag("http.response.status_code", status);
        if (response.Headers.TryGetValue("x-openstack-request-id", out var id))
            activity.SetTag("openstack.request_id", id.ToString());
        if (status >= StatusCodes.Status500InternalServerError)
            activity.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Begins the span of a provider's call.</summary>
    public static Activity? StartProvider(string provider) =>
        Source.HasListeners() ? Source.StartActivity($"provider {provider}")?.SetTag("pollinate.provider", provider) : null;

    /// <summary>Begins the span of a call of another service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="request">The call, which is told of the trace; null when it is no HTTP.</param>
    public static Activity? StartBackEnd(string service, HttpRequestMessage? request)
    {
        if (!Source.HasListeners())
            return null;
        var activity = Source.StartActivity(request is null ? service : $"{request.Method} {service}", ActivityKind.Client);
        if (activity is not null)
            activity.SetTag("peer.service", service);
        if (request is null)
            return activity;
        // Neither the path nor the query: they have ids of guests, and a provider's own may have anything.
        activity?.SetTag("http.request.method", request.Method.Method).SetTag("server.address", request.RequestUri?.Host).SetTag("server.port", request.RequestUri?.Port);
        Pass(activity ?? Activity.Current, request);
        return activity;
    }

    private static void Pass(Activity? activity, HttpRequestMessage request)
    {
        if (activity is not { IdFormat: ActivityIdFormat.W3C, Id: { } id } || activity.Source != Source)
            return;
        request.Headers.Remove(TraceParent);
        request.Headers.Remove(TraceState);
        request.Headers.TryAddWithoutValidation(TraceParent, id);
        if (!string.IsNullOrEmpty(activity.TraceStateString))
            request.Headers.TryAddWithoutValidation(TraceState, activity.TraceStateString);
    }
}
