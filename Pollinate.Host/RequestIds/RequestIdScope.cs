using System.Collections;

namespace Pollinate.Host.RequestIds;

/// <summary>Tells every log line of a request the request's ids.</summary>
internal sealed class RequestIdScope(RequestIdFeature ids) : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>The property of a log line that holds the request's id.</summary>
    public const string RequestId = "request_id";

    /// <summary>The property of a log line that holds the global request id.</summary>
    public const string GlobalRequestId = "global_request_id";

    public int Count => 2;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new(RequestId, ids.RequestId),
        1 => new(GlobalRequestId, ids.GlobalRequestId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
        yield return this[1];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => ids.RequestId;
}
