using System.Collections.Concurrent;

namespace Pollinate.SimulatedCloud;

/// <summary>Counts calls by service, method and path.</summary>
public sealed class CallCounter
{
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

    /// <summary>The counts by method and path, such as <c>GET /identity/v3/auth/tokens</c>.</summary>
    public IReadOnlyDictionary<string, int> All => _calls.OrderBy(call => call.Key, StringComparer.Ordinal).ToDictionary();

    /// <summary>How often one method was called at one path.</summary>
    public int Of(string method, string path) => _calls.GetValueOrDefault($"{method} {path}");

    internal Task CountAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/_calls", StringComparison.Ordinal))
            _calls.AddOrUpdate($"{context.Request.Method} {context.Request.Path}", 1, (_, count) => count + 1);
        return next(context);
    }
}
