using OpenTelemetry.Exporter;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Telemetry;

/// <summary>Where traces or metrics are sent.</summary>
/// <param name="options">The section.</param>
/// <param name="environment">Reads a variable of the environment.</param>
/// <param name="watch">Told how the sending goes.</param>
internal sealed class OtlpTarget(OtlpOptions options, Func<string, string?> environment, OtlpWatch watch)
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string Disabled = "OTEL_SDK_DISABLED";

    public bool SendsTraces => options.Traces && IsNamed(TracesEndpoint);

    public bool SendsMetrics => options.Metrics && IsNamed(MetricsEndpoint);

    /// <summary>What is wrong with the section, a sentence each.</summary>
    public static IEnumerable<string> Problems(OtlpOptions options)
    {
        if (!string.IsNullOrEmpty(options.Endpoint) && AddressOf(options.Endpoint) is null)
            yield return "[otlp] endpoint is no http or https address without a user, a query and a fragment; write for example http://127.0.0.1:4318.";
        if (!string.IsNullOrEmpty(options.Headers) && options.Headers.Split(',').Any(header => header.IndexOf('=', StringComparison.Ordinal) <= 0))
            yield return "[otlp] headers is no list of name=value, separated by commas.";
        if (!string.IsNullOrEmpty(options.Cafile) && FileProblem(options.Cafile) is { } problem)
            yield return $"[otlp] cafile: {options.Cafile} can't be used ({problem}); name a PEM file that the daemon's user may read.";
    }

    /// <summary>Sets up the exporter of traces.</summary>
    public void Traces(OtlpExporterOptions exporter) => Set(exporter, "v1/traces");

    /// <summary>Sets up the exporter of metrics.</summary>
    public void Metrics(OtlpExporterOptions exporter) => Set(exporter, "v1/metrics");

    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" &&
        address.Query.Length == 0 && address.Fragment.Length == 0 && address.UserInfo.Length == 0
            ? address
            : null;

    private static string? FileProblem(string path)
    {
        try
        {
            TlsMaterial.ReadAuthorities(path);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            return exception.Message.TrimEnd('.');
        }
    }

    private bool IsNamed(string ownVariable)
    {
        if (string.Equals(environment(Disabled), "true", StringComparison.OrdinalIgnoreCase))
            return false;
        return !string.IsNullOrEmpty(options.Endpoint) || !string.IsNullOrEmpty(environment(Endpoint)) || !string.IsNullOrEmpty(environment(ownVariable));
    }

    private void Set(OtlpExporterOptions exporter, string path)
    {
        if (!string.IsNullOrEmpty(options.Endpoint))
        {
            var address = AddressOf(options.Endpoint)!;
            exporter.Protocol = options.Protocol == OtlpOptions.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
            // An address that is set and not read from the variables is taken as it stands.
            exporter.Endpoint = exporter.Protocol == OtlpExportProtocol.Grpc ? address : new(address, path);
        }

        if (!string.IsNullOrEmpty(options.Headers))
            exporter.Headers = options.Headers;
        var patience = TimeSpan.FromMilliseconds(exporter.TimeoutMilliseconds);
        exporter.HttpClientFactory = () => new(new OtlpWatchHandler(watch, CreateHandler())) { Timeout = patience };
    }

    private SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // The headers may hold a key.
            UseProxy = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        if (!string.IsNullOrEmpty(options.Cafile))
            handler.SslOptions.CertificateChainPolicy = HttpHandlers.TrustOnly(TlsMaterial.ReadAuthorities(options.Cafile));
        return handler;
    }
}
