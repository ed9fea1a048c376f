using System.Globalization;
using System.Net;
using System.Text;

namespace Pollinate.Host.Admin;

/// <summary>Writes the status page. Whatever comes from elsewhere is text to it, never markup.</summary>
internal static class StatusHtml
{
    /// <summary>How often an open page shows newer figures.</summary>
    private const int RefreshSeconds = 30;

    public static string Policy => StatusStyle.Policy;

    public static string Write(StatusReport report)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="{RefreshSeconds}">
            <title>nova-pollinate</title><link rel="icon" href="data:,"><style>{StatusStyle.Css}</style></head>
            <body><main>
            <h1>nova-pollinate</h1>
            <p class="soft">{Text(report.Version)} on {Text(report.Runtime)} · as of <time datetime="{Stamp(report.Now)}">{Time(report.Now)}</time></p>

            """);
        WriteSummary(html, report);
        WriteProviders(html, report);
        WriteCaches(html, report);
        WriteReloads(html, report);
        return html.Append("<p class=\"soft\"><small>For programs: <code>/status?format=json</code>, and <code>/metrics</code> for Prometheus. Times are UTC.</small></p>\n</main></body></html>\n").ToString();
    }

    private static void WriteSummary(StringBuilder html, StatusReport report)
    {
        html.Append("<dl>\n");
        Item("Listens at", report.Listeners.Count == 0 ? "not yet" : string.Join(", ", report.Listeners));
        Item("Up for", Span(TimeSpan.FromSeconds(report.UptimeSeconds)));
        Item("Generation", Number(report.Generation) + (report.GenerationsEnding > 0 ? $", {Number(report.GenerationsEnding)} ending" : ""));
        Item("Under way", Count(report.RequestsInFlight, "request"));
        Item("Vendordata, last 5 minutes", report.Requests.Failures == 0 ? Count(report.Requests.Calls, "request") : $"{Count(report.Requests.Calls, "request")}, {Number(report.Requests.Failures)} failed");
        Item("Half below / 99 % below", $"{Milliseconds(report.Requests.P50Milliseconds)} / {Milliseconds(report.Requests.P99Milliseconds)}");
        Item("Plugins in memory", $"{Number(report.PluginContextsInUse)} in use" + (report.PluginContextsUnloaded > 0 ? $", {Number(report.PluginContextsUnloaded)} unloaded" : ""));
        html.Append("</dl>\n");

        void Item(string name, string value) => html.Append(CultureInfo.InvariantCulture, $"<div><dt>{name}</dt><dd>{Text(value)}</dd></div>\n");
    }

    private static void WriteProviders(StringBuilder html, StatusReport report)
    {
        html.Append("<h2>Providers</h2>\n");
        if (report.Providers.Count == 0)
        {
            html.Append("<p>None is configured: every answer is <code>{}</code>.</p>\n");
            return;
        }

        html.Append("""
            <p class="soft"><small>In the order in which they run. The charts show five minutes: <span class="key">half of the calls</span> and <span class="key of-slow">99 % of them</span> took at most so long.</small></p>
            <table><thead><tr><th scope="col">Provider</th><th scope="col">State</th><th scope="col" class="n">Calls</th><th scope="col" class="n">Failures</th><th scope="col" class="n">p50</th><th scope="col" class="n">p99</th><th scope="col">Last 5 minutes</th></tr></thead><tbody>

            """);
        foreach (var provider in report.Providers)
            WriteProvider(html, provider);
        html.Append("</tbody></table>\n");
    }

    private static void WriteProvider(StringBuilder html, StatusProvider provider)
    {
        var (half, slow) = (Milliseconds(provider.Recent.P50Milliseconds), Milliseconds(provider.Recent.P99Milliseconds));
        var label = provider.Recent.Calls == 0
            ? "No calls in the last five minutes"
            : $"{Count(provider.Recent.Calls, "call")} in the last five minutes: p50 {half}, p99 {slow}";
        html.Append(CultureInfo.InvariantCulture, $"""
            <tr><th scope="row">{Text(provider.Name)}<small>{Text(provider.Type)} {Text(provider.Version)}{(provider.Required ? " · required" : "")}</small></th>
            <td data-of="State" class="{(provider.State == "serving" ? "good" : "bad")}">{Text(provider.State)}</td>
            <td data-of="Calls" class="n">{Number(provider.Calls)}</td>
            <td data-of="Failures" class="n">{Number(provider.Failures)}</td>
            <td data-of="p50" class="n">{half}</td>
            <td data-of="p99" class="n">{slow}</td>
            <td data-of="Last 5 minutes">{StatusChart.Draw(provider.Recent, Text(label))}</td></tr>

            """);
        if (provider.LastFailure is { } failure)
            html.Append(CultureInfo.InvariantCulture, $"<tr class=\"error\"><td colspan=\"7\"><small class=\"soft\">Last failure, {Time(provider.LastFailureAt!.Value)}:</small> <code>{Text(failure)}</code></td></tr>\n");
    }

    private static void WriteCaches(StringBuilder html, StatusReport report)
    {
        html.Append("""
            <h2>Caches</h2>
            <table><thead><tr><th scope="col">Cache</th><th scope="col" class="n">Entries</th><th scope="col" class="n">Hits</th><th scope="col" class="n">Misses</th><th scope="col" class="n">Found</th></tr></thead><tbody>

            """);
        foreach (var cache in report.Caches)
        {
            html.Append(CultureInfo.InvariantCulture, $"""
                <tr><th scope="row">{Text(cache.Name.Replace('_', ' '))}</th><td data-of="Entries" class="n">{(cache.Entries is { } entries ? Number(entries) : "–")}</td><td data-of="Hits" class="n">{Number(cache.Hits)}</td><td data-of="Misses" class="n">{Number(cache.Misses)}</td><td data-of="Found" class="n">{Share(cache)}</td></tr>

                """);
        }

        html.Append("</tbody></table>\n");
        foreach (var server in report.SharedCache)
            html.Append(CultureInfo.InvariantCulture, $"<p>{Text(server.Name)}: <span class=\"{(server.IsUp ? "good" : "bad")}\">{(server.IsUp ? "used" : "dead")}</span></p>\n");
    }

    private static void WriteReloads(StringBuilder html, StatusReport report)
    {
        html.Append("<h2>Reloads</h2>\n");
        if (report.Reloads.Count == 0)
        {
            html.Append("<p class=\"soft\">None since the start.</p>\n");
            return;
        }

        html.Append("<table><thead><tr><th scope=\"col\">When</th><th scope=\"col\">Outcome</th><th scope=\"col\">Why</th><th scope=\"col\">What</th></tr></thead><tbody>\n");
        foreach (var reload in report.Reloads)
        {
            html.Append(CultureInfo.InvariantCulture, $"""
                <tr><th scope="row">{Time(reload.At)}</th><td data-of="Outcome" class="{(reload.IsSuccess ? "good" : "bad")}">{(reload.IsSuccess ? "in force" : "failed")}</td><td data-of="Why">{Text(reload.Cause)}</td><td data-of="What" class="text">{Text(reload.Text)}</td></tr>

                """);
        }

        html.Append("</tbody></table>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    private static string Count(long number, string what) => $"{Number(number)} {what}{(number == 1 ? "" : "s")}";

    private static string Milliseconds(double? milliseconds) => milliseconds switch
    {
        null => "–",
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.00} ms"),
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms"),
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s"),
    };

    private static string Share(StatusCache cache) => cache.Hits + cache.Misses == 0
        ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{100.0 * cache.Hits / (cache.Hits + cache.Misses):0.0} %");

    private static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Days} d {span.Hours} h"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.Seconds} s"),
    };

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Stamp(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
