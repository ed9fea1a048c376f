using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Http;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Redaction;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Admin;

/// <summary><c>/status</c>: a page for people, JSON for programs. Safe for any thread.</summary>
/// <param name="view">What can be seen of the daemon.</param>
/// <param name="redactor">The last word on what is shown.</param>
/// <param name="listeners">Where Nova asks; empty until the daemon serves.</param>
/// <param name="time">The clock.</param>
internal sealed class StatusPage(DaemonView view, Redactor redactor, ICollection<string> listeners, TimeProvider time)
{
    private const string Html = "text/html";
    private const string Json = "application/json";

    /// <summary>The page wins a tie.</summary>
    private static readonly MediaTypeHeaderValue[] Offered = [new(Html), new(Json)];

    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        var isJson = context.Request.Query["format"] == "json" || AcceptHeader.Choose(context.Request.Headers.Accept, Offered) == 1;
        var report = Report();
        var body = isJson ? JsonSerializer.SerializeToUtf8Bytes(report, StatusJson.Default.StatusReport) : Encoding.UTF8.GetBytes(StatusHtml.Write(report));
        response.ContentType = isJson ? Json : $"{Html}; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.ContentSecurityPolicy = StatusHtml.Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.Vary = "Accept";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private StatusReport Report()
    {
        var now = time.GetUtcNow();
        var generation = view.Current;
        var entries = view.CacheEntries.ToDictionary(cache => cache.Cache, cache => cache.Entries, StringComparer.Ordinal);
        return new()
        {
            Version = BuildVersion.Text,
            Runtime = RuntimeInformation.FrameworkDescription,
            Now = now,
            StartedAt = view.StartedAt,
            UptimeSeconds = (long)(now - view.StartedAt).TotalSeconds,
            Listeners = [.. listeners],
            Generation = generation.Number,
            GenerationsEnding = view.Retiring,
            PluginContextsInUse = view.ContextsInUse,
            PluginContextsUnloaded = view.ContextsUnloaded,
            RequestsInFlight = view.RequestsInFlight,
            Requests = StatusRecent.Of(view.Requests.Recent.Summarize()),
            Providers = [.. generation.Pipeline.Entries.Select(entry => Provider(entry, generation))],
            Caches = [.. CacheTallies.All.Select(cache => new StatusCache(cache.Name, entries.TryGetValue(cache.Name, out var count) ? count : null, cache.Hits, cache.Misses))],
            SharedCache = [.. view.CacheServers.Select(server => new StatusCacheServer(server.Name, !server.IsDead))],
            Reloads = [.. view.Reloads.Entries.Select(reload => new StatusReload(reload.At, reload.Cause, reload.IsSuccess, redactor.Redact(reload.Text)))],
        };
    }

    private StatusProvider Provider(ProviderEntry entry, Generations.Generation generation)
    {
        var statistics = entry.Statistics!;
        var failure = statistics.LastFailure;
        return new()
        {
            Name = entry.Name,
            Type = entry.Description.TypeName,
            Version = generation.Plugins.FirstOrDefault(plugin => plugin.Name == entry.Description.Folder.Name)?.Version ?? "",
            State = entry.Breaker.State switch
            {
                BreakerState.Closed => "serving",
                BreakerState.Trying => "being tried",
                _ => "left out",
            },
            Required = entry.Required,
            Calls = statistics.Calls,
            Failures = statistics.Failures,
            InProgress = entry.Lane.Calls,
            Waiting = entry.Lane.Waiting,
            Recent = StatusRecent.Of(statistics.Recent.Summarize()),
            LastFailureAt = failure?.At,
            LastFailure = failure is null ? null : redactor.Redact(failure.Text),
        };
    }
}
