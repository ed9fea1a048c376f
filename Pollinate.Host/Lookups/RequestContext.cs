using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.Budgets;

namespace Pollinate.Host.Lookups;

/// <summary>The context of a request that the daemon serves: remembers what was looked up for it.</summary>
internal sealed class RequestContext(
    JsonElement json,
    Caller caller,
    string requestId,
    RequestBudget budget) : VendordataContext(json, caller, requestId)
{
    /// <summary>What was looked up for this request.</summary>
    public LookupMemo Memo { get; } = new();

    /// <summary>The time that the request has; what is looked up for it ends with it.</summary>
    public RequestBudget Budget { get; } = budget;
}
