using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Stopping;

namespace Pollinate.Host.Health;

/// <summary>
/// <c>/healthcheck</c>, without authentication, as oslo.middleware answers it: by any method, in plain text, HTML or JSON.
/// Strangers are told whether all is well and nothing else; operators, why.
/// </summary>
internal sealed class HealthcheckAnswer(HealthcheckOptions options, Drain drain, TimeProvider time)
{
    public const string Path = "/healthcheck";

    private static readonly HealthResult Stopping = new(false, "STOPPING", "The daemon was told to stop");
    private static readonly HealthResult[] Unavailable = [new(false, "UNAVAILABLE", "")];

    private readonly HealthChecks _checks = new(options);

    /// <summary>Answers anybody.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var isHealthy = IsHealthy(Run(context.Connection.LocalPort));
        return WriteAsync(context, isHealthy, isHealthy ? [] : Unavailable, isDetailed: false);
    }

    /// <summary>Answers operators.</summary>
    /// <param name="context">The request.</param>
    /// <param name="port">The port that strangers ask.</param>
    public Task WriteReasonsAsync(HttpContext context, int port)
    {
        var results = Run(port);
        return WriteAsync(context, IsHealthy(results), results, options.Detailed || context.Request.Query.ContainsKey("detailed"));
    }

    private IReadOnlyList<HealthResult> Run(int port) =>
        drain.HasBegun ? [.. _checks.Run(port), Stopping] : _checks.Run(port);

    private static bool IsHealthy(IReadOnlyList<HealthResult> results) => results.All(result => result.IsHealthy);

    private async Task WriteAsync(HttpContext context, bool isHealthy, IReadOnlyList<HealthResult> results, bool isDetailed)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            response.StatusCode = isHealthy ? StatusCodes.Status204NoContent : StatusCodes.Status503ServiceUnavailable;
            return;
        }

        response.StatusCode = isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        var format = HealthFormat.Choose(context.Request.Headers.Accept);
        var body = Encoding.UTF8.GetBytes(format switch
        {
            HealthFormat.Json => Json(results, isDetailed),
            HealthFormat.Html => Html(results, isDetailed),
            _ => Plain(results),
        });
        response.ContentType = format == HealthFormat.Json ? format : $"{format}; charset=UTF-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static string Plain(IReadOnlyList<HealthResult> results) =>
        results.Count == 0 ? "OK" : string.Join('\n', results.Select(result => result.Reason));

    private string Json(IReadOnlyList<HealthResult> results, bool isDetailed)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("detailed", isDetailed);
            if (isDetailed)
                WriteProcess(json);
            json.WriteStartArray("reasons");
            foreach (var result in results)
            {
                if (!isDetailed)
                {
                    json.WriteStringValue(result.Reason);
                    continue;
                }

                json.WriteStartObject();
                json.WriteString("class", nameof(HealthResult));
                json.WriteString("details", result.Details);
                json.WriteString("reason", result.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private void WriteProcess(Utf8JsonWriter json)
    {
        json.WriteString("now", Now());
        json.WriteString("platform", RuntimeInformation.OSDescription);
        json.WriteString("runtime_version", RuntimeInformation.FrameworkDescription);
        json.WriteStartObject("gc");
        json.WriteStartArray("counts");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            json.WriteNumberValue(GC.CollectionCount(generation));
        json.WriteEndArray();
        json.WriteNumber("memory_bytes", GC.GetTotalMemory(forceFullCollection: false));
        json.WriteEndObject();
        json.WriteNumber("threads", ThreadPool.ThreadCount);
    }

    private string Html(IReadOnlyList<HealthResult> results, bool isDetailed)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Healthcheck Status</title></head>\n<body>\n");
        if (isDetailed)
        {
            html.Append("<h1>Server status</h1>\n");
            Append("Platform", RuntimeInformation.OSDescription);
            Append("Runtime", RuntimeInformation.FrameworkDescription);
            Append("Current time", Now());
        }

        html.Append(CultureInfo.InvariantCulture, $"<h2>Result of {results.Count} checks:</h2>\n<table>\n");
        foreach (var result in results)
        {
            html.Append("<tr><td>").Append(WebUtility.HtmlEncode(result.Reason)).Append("</td>");
            if (isDetailed)
                html.Append("<td>").Append(WebUtility.HtmlEncode(result.Details)).Append("</td>");
            html.Append("</tr>\n");
        }

        return html.Append("</table>\n</body></html>\n").ToString();

        void Append(string name, string value) =>
            html.Append("<p><b>").Append(name).Append(":</b> ").Append(WebUtility.HtmlEncode(value)).Append("</p>\n");
    }

    private string Now() => time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
