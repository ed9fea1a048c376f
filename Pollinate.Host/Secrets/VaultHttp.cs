using System.Text.Json;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Secrets;

/// <summary>Talks HTTP to Vault: bounded in time and size, never to another host.</summary>
internal static class VaultHttp
{
    public const string ClientName = "vault";
    public const int LargestBody = 10 * 1024 * 1024;

    public static Uri Address(VaultOptions options, string path)
    {
        // A base address ends in a slash or loses its last part.
        var url = options.Url!.TrimEnd('/') + "/" + path;
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new SecretStoreException("[vault] url is no http or https address.");
    }

    /// <exception cref="SecretStoreException">Vault did not answer, or answered 200 with a body that is no JSON.</exception>
    public static async Task<VaultAnswer> SendAsync(
        IHttpClientFactory clients, HttpRequestMessage request, string call, CancellationToken cancellationToken)
    {
        using (request)
        {
            request.Headers.TryAddWithoutValidation("X-Vault-Request", "true");
            try
            {
                using var client = clients.CreateClient(ClientName);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                return new((int)response.StatusCode, Parse(body, response.IsSuccessStatusCode, call));
            }
            catch (HttpRequestException exception)
            {
                throw new SecretStoreException($"{call}: Vault can't be asked ({Describe(exception)}).", innerException: exception);
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new SecretStoreException($"{call}: Vault did not answer within [vault] timeout.", innerException: exception);
            }
        }
    }

    private static JsonElement Parse(byte[] body, bool isSuccess, string call)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var json = JsonElement.ParseValue(ref reader);
            reader.Read();
            return json;
        }
        catch (JsonException) when (!isSuccess)
        {
            return default;
        }
        catch (JsonException exception)
        {
            throw new SecretStoreException($"{call}: the answer is not JSON; is [vault] url the address of Vault?", innerException: exception);
        }
    }

    private static string Describe(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ConfigurationLimitExceeded => $"its answer is over {LargestBody} bytes",
        HttpRequestError.Unknown => "the connection failed",
        var error => error.ToString(),
    };
}
