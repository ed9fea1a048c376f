using System.Collections.Concurrent;

namespace Pollinate.SimulatedCloud;

/// <summary>Counts calls by service and route.</summary>
public sealed class CallCounter
{
    private readonly ConcurrentDictionary<(string Method, string Route), Count> _calls = new();

    /// <summary>The counts by method and route, such as <c>GET /identity/v3/projects/{id}</c>.</summary>
    public IReadOnlyDictionary<string, int> All => _calls
        .Where(call => call.Value.Value > 0)
        .OrderBy(call => call.Key.Route, StringComparer.Ordinal)
        .ToDictionary(call => $"{call.Key.Method} {call.Key.Route}", call => call.Value.Value);

    /// <summary>How often one method was called at one route; one without parameters is the path.</summary>
    public int Of(string method, string route) => _calls.TryGetValue((method, route), out var count) ? count.Value : 0;

    /// <summary>How often one service was called: <c>identity</c>, <c>compute</c>, <c>image</c>, <c>volume</c>, <c>vault</c>.</summary>
    public int OfService(string service) => _calls
        .Where(call => call.Key.Route.StartsWith($"/{service}/", StringComparison.Ordinal) || call.Key.Route == $"/{service}")
        .Sum(call => call.Value.Value);

    /// <summary>Begins anew.</summary>
    public void Clear() => _calls.Clear();

    internal Task CountAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.Value!.StartsWith("/_", StringComparison.Ordinal))
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? context.Request.Path.Value;
            _calls.GetOrAdd((context.Request.Method, route), _ => new()).Increment();
        }

        return next(context);
    }

    private sealed class Count
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public void Increment() => Interlocked.Increment(ref _value);
    }
}
