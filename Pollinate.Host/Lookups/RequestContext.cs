using System.Text.Json;
using Pollinate.Abstractions;

namespace Pollinate.Host.Lookups;

/// <summary>The context of a request that the daemon serves: remembers what was looked up for it.</summary>
internal sealed class RequestContext(
    JsonElement json,
    Caller caller,
    string requestId,
    CancellationToken requestAborted) : VendordataContext(json, caller, requestId)
{
    /// <summary>What was looked up for this request.</summary>
    public LookupMemo Memo { get; } = new();

    /// <summary>Cancelled when nobody waits for the answer any longer.</summary>
    public CancellationToken RequestAborted { get; } = requestAborted;
}
