using System.Globalization;
using System.Text.RegularExpressions;

namespace Pollinate.Harness.Load;

/// <summary>Reads what <c>wrk --latency</c> prints.</summary>
internal static partial class WrkOutput
{
    /// <exception cref="HarnessException">
    /// It is not what wrk prints, or some request failed: answers other than 2xx and 3xx, errors of the sockets, time-outs.
    /// </exception>
    public static WrkResult Read(string output)
    {
        // Either line is there only when there is something to tell.
        if (Errors().Matches(output) is { Count: > 0 } errors)
            throw new HarnessException($"Requests failed under load: {string.Join("; ", errors.Select(line => line.Value.Trim()))}.");
        var rate = Rate().Match(output);
        var requests = Requests().Match(output);
        if (!rate.Success || !requests.Success)
            throw new HarnessException($"wrk printed something else than its figures: {output.Trim()}");
        return new(
            long.Parse(requests.Groups[1].Value, CultureInfo.InvariantCulture),
            double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture),
            Percentile(output, 50),
            Percentile(output, 99));
    }

    private static TimeSpan Percentile(string output, int percent)
    {
        foreach (Match line in Percentiles().Matches(output))
        {
            if (int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture) == percent)
                return Time(double.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture), line.Groups[3].Value);
        }

        throw new HarnessException($"wrk printed no latency of {percent} %: {output.Trim()}");
    }

    private static TimeSpan Time(double value, string unit) => unit switch
    {
        "us" => TimeSpan.FromMicroseconds(value),
        "ms" => TimeSpan.FromMilliseconds(value),
        "s" => TimeSpan.FromSeconds(value),
        "m" => TimeSpan.FromMinutes(value),
        _ => throw new HarnessException($"wrk printed a latency in an unknown unit: {value}{unit}."),
    };

    [GeneratedRegex(@"^\s*(?:Non-2xx or 3xx responses|Socket errors):.*$", RegexOptions.Multiline)]
    private static partial Regex Errors();

    [GeneratedRegex(@"^Requests/sec:\s+([\d.]+)", RegexOptions.Multiline)]
    private static partial Regex Rate();

    [GeneratedRegex(@"^\s*(\d+) requests in ", RegexOptions.Multiline)]
    private static partial Regex Requests();

    [GeneratedRegex(@"^\s+(\d+)%\s+([\d.]+)(\w+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Percentiles();
}
