using System.Diagnostics;

namespace Pollinate.Host.Telemetry;

/// <summary>Measures and traces calls of other services.</summary>
internal static class BackEndCall
{
    public const string Keystone = "keystone";
    public const string Vault = "vault";
    public const string Memcached = "memcached";
    public const string Redis = "redis";

    private static readonly HttpRequestOptionsKey<string> Service = new("pollinate.service");

    /// <summary>Says which service a request is for, where who sends it does not know.</summary>
    /// <param name="request">The request.</param>
    /// <param name="serviceType">Its type in the catalog.</param>
    public static void Mark(HttpRequestMessage request, string serviceType) => request.Options.Set(Service, NameOf(serviceType));

    /// <summary>The service that a request is for.</summary>
    public static string ServiceOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(Service, out var service) ? service : Keystone;

    /// <summary>The service as operators call it.</summary>
    public static string NameOf(string serviceType) => serviceType switch
    {
        "identity" => Keystone,
        "compute" => "nova",
        "image" => "glance",
        "volume" or "volumev2" or "volumev3" or "block-storage" or "block-store" => "cinder",
        "network" => "neutron",
        _ => serviceType,
    };

    /// <summary>Makes a call.</summary>
    /// <param name="service">The service.</param>
    /// <param name="request">The call; null when it is no HTTP.</param>
    /// <param name="call">Makes it.</param>
    /// <param name="statusOf">The status of its answer.</param>
    public static async Task<T> MeasureAsync<T>(string service, HttpRequestMessage? request, Func<Task<T>> call, Func<T, int> statusOf)
    {
        using var activity = Tracing.StartBackEnd(service, request);
        var begun = TimeProvider.System.GetTimestamp();
        try
        {
            var answer = await call();
            var status = statusOf(answer);
            if (request is not null)
                activity?.SetTag("http.response.status_code", status);
            Record(service, OutcomeOf(status), begun, activity);
            return answer;
        }
        catch (Exception exception)
        {
            Record(service, OutcomeOf(exception), begun, activity);
            throw;
        }
    }

    private static void Record(string service, string outcome, long begun, Activity? activity)
    {
        if (Instruments.BackEndDuration.Enabled)
            Instruments.BackEndDuration.Record(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, new("service", service), new("outcome", outcome));
        if (outcome is not ("success" or "client_error"))
            activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", outcome);
    }

    private static string OutcomeOf(int status) => status switch
    {
        < 400 => "success",
        < 500 => "client_error",
        _ => "server_error",
    };

    private static string OutcomeOf(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is OperationCanceledException or TimeoutException)
                return "timeout";
            if (cause is HttpRequestException { HttpRequestError: not HttpRequestError.ConfigurationLimitExceeded } or System.Net.Sockets.SocketException)
                return "no_answer";
        }

        return "bad_answer";
    }
}
