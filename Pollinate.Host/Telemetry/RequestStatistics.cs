using System.Diagnostics.Metrics;

namespace Pollinate.Host.Telemetry;

/// <summary>Measures requests. Takes no lock. Safe for any thread.</summary>
/// <param name="time">The clock.</param>
/// <param name="durations">Where their durations go.</param>
internal sealed class RequestStatistics(TimeProvider time, Histogram<double> durations)
{
    /// <summary>The caller went away before the answer; nginx's number for that.</summary>
    public const int Gone = 499;

    private const int FirstStatus = 100;

    private static readonly KeyValuePair<string, object?>[] Statuses = [.. Enumerable.Range(FirstStatus, 500).Select(status => KeyValuePair.Create("status", (object?)$"{status}"))];
    private static readonly KeyValuePair<string, object?> Answered = new("outcome", "answered");
    private static readonly KeyValuePair<string, object?> Refused = new("outcome", "refused");
    private static readonly KeyValuePair<string, object?> Malformed = new("outcome", "malformed");
    private static readonly KeyValuePair<string, object?> Failed = new("outcome", "failed");
    private static readonly KeyValuePair<string, object?> Abandoned = new("outcome", "abandoned");

    private static readonly KeyValuePair<string, object?> Vendordata = new("endpoint", "vendordata");
    private static readonly KeyValuePair<string, object?> CloudInit = new("endpoint", "cloud-init");
    private static readonly KeyValuePair<string, object?> Health = new("endpoint", "healthcheck");
    private static readonly KeyValuePair<string, object?> Test = new("endpoint", "test");
    private static readonly KeyValuePair<string, object?> Other = new("endpoint", "other");

    /// <summary>The last five minutes of the requests for vendordata.</summary>
    public RecentCalls Recent { get; } = new(time);

    /// <summary>A moment to measure from.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Which of the daemon's endpoints a path is.</summary>
    public static string EndpointOf(string? path) => (string)LabelOf(path).Value!;

    /// <summary>Takes notice of how a request ended.</summary>
    /// <param name="path">What was asked for.</param>
    /// <param name="status">The answer's status, or <see cref="Gone"/>.</param>
    /// <param name="begun">When it began.</param>
    public void Count(string? path, int status, long begun)
    {
        var endpoint = LabelOf(path);
        var duration = time.GetElapsedTime(begun);
        if (ReferenceEquals(endpoint.Value, Vendordata.Value) || ReferenceEquals(endpoint.Value, CloudInit.Value))
            Recent.Add(duration, status >= StatusCodes.Status500InternalServerError);
        if (durations.Enabled)
            durations.Record(duration.TotalSeconds, endpoint, Statuses[Math.Clamp(status - FirstStatus, 0, Statuses.Length - 1)], OutcomeOf(status));
    }

    private static KeyValuePair<string, object?> LabelOf(string? path) => path switch
    {
        "/" or "" => Vendordata,
        "/cloud-init" => CloudInit,
        "/healthcheck" => Health,
        "/test" => Test,
        _ => Other,
    };

    private static KeyValuePair<string, object?> OutcomeOf(int status) => status switch
    {
        < 400 => Answered,
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => Refused,
        Gone => Abandoned,
        < 500 => Malformed,
        _ => Failed,
    };
}
