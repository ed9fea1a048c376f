using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("otlp", Help = "Where traces and metrics are sent by OpenTelemetry's protocol. Nothing is sent while there is no endpoint, neither here nor in OTEL_EXPORTER_OTLP_ENDPOINT; whatever is not set here is taken from OpenTelemetry's own variables (OTEL_*).")]
internal sealed record OtlpOptions
{
    public const string Http = "http/protobuf";
    public const string Grpc = "grpc";

    [Option("endpoint", NeedsRestart = true,
        Help = "Address of the collector, such as http://127.0.0.1:4318; with http/protobuf the paths v1/traces and v1/metrics are put behind it. When empty: that of OTEL_EXPORTER_OTLP_ENDPOINT, and without it nothing is sent.")]
    public string? Endpoint { get; init; }

    [Option("protocol", Choices = [Http, Grpc], NeedsRestart = true, Help = "How endpoint is spoken to.")]
    public string Protocol { get; init; } = Http;

    [Option("headers", Secret = true, NeedsRestart = true,
        Help = "Headers that the collector asks for, such as a key: name=value, several separated by commas.")]
    public string? Headers { get; init; }

    [Option("cafile", Path = PathPlace.Whole, NeedsRestart = true,
        Help = "PEM file of the authorities that may have signed the collector's certificate, read at the start. When empty: the system's.")]
    public string? Cafile { get; init; }

    [Option("traces", NeedsRestart = true, Help = "Send traces: a span for each request, each provider's call and each call of another service.")]
    public bool Traces { get; init; } = true;

    [Option("metrics", NeedsRestart = true, Help = "Send metrics: the same as at /metrics of the listener for operators.")]
    public bool Metrics { get; init; } = true;

    [Option("sample_ratio", Minimum = 0, Maximum = 1, NeedsRestart = true,
        Help = "How many of the traces that begin here are sent, from 0 to 1; a request that brings a trace of its own is sent when that says so. When empty: what OTEL_TRACES_SAMPLER says, and without it all.")]
    public double? SampleRatio { get; init; }
}
