namespace Pollinate.Host.RequestIds;

/// <summary>The ids of one request: a feature of the HTTP context.</summary>
/// <param name="RequestId">This daemon's own, <c>req-</c> and a UUID; the answer's <c>x-openstack-request-id</c>.</param>
/// <param name="GlobalRequestId">The id that the caller gave the whole operation, for the logs, or null.</param>
internal sealed record RequestIdFeature(string RequestId, string? GlobalRequestId);
