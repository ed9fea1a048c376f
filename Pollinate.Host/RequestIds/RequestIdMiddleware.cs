using System.Text.RegularExpressions;

namespace Pollinate.Host.RequestIds;

/// <summary>
/// Gives each request that passed authentication an id, as oslo.middleware's <c>RequestId</c> does: a fresh one for the
/// answer, and the caller's own, if it is one, for the logs.
/// </summary>
internal sealed partial class RequestIdMiddleware(RequestDelegate next, ILogger<RequestIdMiddleware> logger)
{
    public const string Header = "X-Openstack-Request-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        var inbound = context.Request.Headers[Header];
        var ids = new RequestIdFeature(
            $"req-{Guid.NewGuid()}",
            inbound.Count == 1 && Pattern().IsMatch(inbound[0]!) ? inbound[0] : null);
        context.Features.Set(ids);
        context.Response.OnStarting(SetHeader, context);
        using (logger.BeginScope(new RequestIdScope(ids)))
            await next(context);
    }

    private static Task SetHeader(object state)
    {
        var context = (HttpContext)state;
        context.Response.Headers.TryAdd(Header, context.Features.Get<RequestIdFeature>()!.RequestId);
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"\Areq-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
