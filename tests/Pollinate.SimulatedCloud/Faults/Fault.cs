namespace Pollinate.SimulatedCloud.Faults;

/// <summary>What goes wrong with which calls.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Service">The service's path below the address: <c>identity</c>, <c>compute</c>, <c>image</c>, <c>volume</c>, <c>vault</c>.</param>
public sealed record Fault(FaultKind Kind, string Service)
{
    /// <summary>What the path below the service begins with, such as <c>/v3/projects</c>; empty for all.</summary>
    public string Path { get; init; } = "";

    /// <summary>The method, or null for any.</summary>
    public string? Method { get; init; }

    /// <summary>The host and port that the call was sent to, such as that of a front; null for any.</summary>
    public string? Authority { get; init; }

    /// <summary>How many calls it befalls; null for all until it is taken away.</summary>
    public int? Times { get; init; }

    /// <summary>For how long the answer is held back, whatever its kind.</summary>
    public int DelayMilliseconds { get; init; }

    /// <summary>The status of <see cref="FaultKind.Status"/>.</summary>
    public int Status { get; init; } = 500;

    /// <summary>Its header <c>Retry-After</c>, or null for none.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>How many bytes the body of <see cref="FaultKind.HugeBody"/> has.</summary>
    public int Length { get; init; } = 11 * 1024 * 1024;

    internal bool Befalls(HttpRequest request) =>
        request.Path.StartsWithSegments($"/{Service}", StringComparison.Ordinal, out var rest)
        && rest.Value!.StartsWith(Path, StringComparison.Ordinal)
        && (Authority is null || Authority == request.Host.Value)
        && (Method is null || HttpMethods.Equals(Method, request.Method));
}
