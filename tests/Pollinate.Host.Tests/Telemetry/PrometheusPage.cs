using System.Globalization;
using System.Text.RegularExpressions;

namespace Pollinate.Host.Tests.Telemetry;

/// <summary>What <c>/metrics</c> printed, read as Prometheus reads it.</summary>
internal sealed partial class PrometheusPage
{
    private static readonly string[] HistogramSuffixes = ["_bucket", "_sum", "_count"];

    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly List<(string Name, IReadOnlyDictionary<string, string> Labels, double Value)> _samples = [];

    public PrometheusPage(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                _types[line.Split(' ')[2]] = line.Split(' ')[3];
            else if (!line.StartsWith('#'))
                _samples.Add(Read(line));
        }
    }

    /// <summary>The metrics and their types.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    public IEnumerable<(string Name, IReadOnlyDictionary<string, string> Labels, double Value)> Samples => _samples;

    /// <summary>The labels of a metric, without those that its type brings along.</summary>
    public IReadOnlySet<string> LabelsOf(string metric) => _samples
        .Where(sample => sample.Name == metric || HistogramSuffixes.Any(suffix => sample.Name == metric + suffix))
        .SelectMany(sample => sample.Labels.Keys)
        .Where(label => label != "le")
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a name that a query uses is of a metric here.</summary>
    public bool Knows(string series) => _samples.Exists(sample => sample.Name == series);

    /// <summary>The sum of the samples with these labels.</summary>
    public double Sum(string series, params (string Name, string Value)[] labels)
    {
        var found = _samples.Where(sample => sample.Name == series && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).ToList();
        found.Should().NotBeEmpty(because: $"{series} {string.Join(", ", labels)}");
        return found.Sum(sample => sample.Value);
    }

    private static (string Name, IReadOnlyDictionary<string, string> Labels, double Value) Read(string line)
    {
        var match = Sample().Match(line);
        match.Success.Should().BeTrue(because: line);
        var labels = Label().Matches(match.Groups["labels"].Value).ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value, StringComparer.Ordinal);
        return (match.Groups["name"].Value, labels, double.Parse(match.Groups["value"].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \d+)?$")]
    private static partial Regex Sample();

    [GeneratedRegex("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Label();
}
