using System.Security.Cryptography;
using System.Text.Json;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Telemetry;
using Pollinate.Host.Text;

namespace Pollinate.Host.Secrets.Vault;

/// <summary>Talks HTTP to Vault: bounded in time and size, never to another host.</summary>
internal sealed class VaultClient(IHttpClientFactory clients, VaultOptions options, TimeProvider time)
{
    public const string ClientName = "vault";
    public const int LargestBody = 10 * 1024 * 1024;

    /// <summary>The base address, or null when <c>[vault] url</c> is none.</summary>
    public static Uri? Base(string url) =>
        Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" &&
        address.Query.Length == 0 && address.Fragment.Length == 0 && address.UserInfo.Length == 0
            ? address
            : null;

    /// <summary>A path whose parts can't be taken for anything but parts of a path.</summary>
    public static string Escape(string path) => string.Join('/', path.Trim('/').Split('/').Select(Uri.EscapeDataString));

    /// <summary>A call's name in messages.</summary>
    public static string Name(HttpMethod method, string path) => $"vault: {method} {path}";

    /// <param name="method">The method.</param>
    /// <param name="path">The path below the address, escaped.</param>
    /// <param name="token">The token, or null for a login.</param>
    /// <param name="json">The body, or null.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="SecretStoreException">Vault did not answer, or answered 200 with a body that is no JSON.</exception>
    public async Task<VaultAnswer> SendAsync(
        HttpMethod method, string path, string? token, byte[]? json, CancellationToken cancellationToken)
    {
        var call = Name(method, path);
        var address = Base(options.Url!) ?? throw new SecretStoreException("[vault] url is no http or https address.");
        using var request = new HttpRequestMessage(method, new Uri(address, path));
        request.Headers.TryAddWithoutValidation("X-Vault-Request", "true");
        if (!string.IsNullOrEmpty(options.Namespace))
            request.Headers.TryAddWithoutValidation("X-Vault-Namespace", options.Namespace);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("X-Vault-Token", token);
        if (json is not null)
            request.Content = new ByteArrayContent(json) { Headers = { ContentType = new("application/json") } };

        return await BackEndCall.MeasureAsync(BackEndCall.Vault, request, () => SendInTimeAsync(request, call, cancellationToken), static answer => answer.Status);
    }

    private async Task<VaultAnswer> SendInTimeAsync(HttpRequestMessage request, string call, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(
            TimeSpan.FromSeconds(options.Timeout ?? VaultOptions.DefaultTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return new((int)response.StatusCode, Parse(body, response.IsSuccessStatusCode, call))
            {
                RetryAfter = response.IsSuccessStatusCode ? null : RetryHandler.RetryAfter(response, time),
            };
        }
        catch (HttpRequestException exception)
        {
            throw new SecretStoreException($"{call}: Vault can't be asked ({Describe(exception)}).", innerException: exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SecretStoreException($"{call}: Vault did not answer within [vault] timeout.", innerException: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SecretStoreException(
                $"{call}: [vault] cacert '{options.Cacert}' can't be used; name a PEM file that the daemon's user may read, and start the daemon again.",
                innerException: exception);
        }
    }

    // The cause is left out: the words of the JSON reader may quote the body.
    private static JsonElement Parse(byte[] body, bool isSuccess, string call)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var json = JsonElement.ParseValue(ref reader);
            reader.Read();
            // The reader takes bytes that are not UTF-8, and halves of characters, for text; whoever reads them later stumbles.
            if (!WholeText.IsCertain(body))
                WholeText.Ensure(json);
            return json;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException && !isSuccess)
        {
            return default;
        }
        catch (InvalidOperationException)
        {
            throw new SecretStoreException($"{call}: a name or a value is no Unicode text.");
        }
        catch (JsonException)
        {
            throw new SecretStoreException($"{call}: the answer is not JSON; is [vault] url the address of Vault?");
        }
    }

    private static string Describe(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ConfigurationLimitExceeded => $"its answer is over {LargestBody} bytes",
        HttpRequestError.Unknown => "the connection failed",
        var error => error.ToString(),
    };
}
