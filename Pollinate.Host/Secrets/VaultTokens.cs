using System.Text.Json;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Secrets;

/// <summary>
/// The token for Vault: <c>[vault] token</c>, or one from a login with the pod's Kubernetes service account
/// (https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#login), which is kept for most of its lease.
/// </summary>
internal sealed class VaultTokens(IHttpClientFactory clients, VaultOptions options, TimeProvider time)
{
    private const string LoginPath = "v1/auth/kubernetes/login";
    private const string Call = $"vault: POST {LoginPath}";

    private VaultToken? _login;

    /// <summary>Where Kubernetes puts the service account's token; it is replaced there from time to time.</summary>
    public string ServiceAccountFile { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    /// <exception cref="SecretStoreException">There is none, or the login failed.</exception>
    public async Task<VaultToken> GetAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(options.Token))
            return new(options.Token, IsFromLogin: false, DateTimeOffset.MaxValue);
        if (string.IsNullOrEmpty(options.Role))
            throw new SecretStoreException("There are no secrets: neither [vault] token nor role is set.");
        if (Volatile.Read(ref _login) is { } kept && kept.RenewAt > time.GetUtcNow())
            return kept;

        var login = await LogInAsync(cancellationToken);
        Volatile.Write(ref _login, login);
        return login;
    }

    /// <summary>Forgets a token that Vault no longer accepts.</summary>
    public void Drop(VaultToken token) => Interlocked.CompareExchange(ref _login, null, token);

    private async Task<VaultToken> LogInAsync(CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, VaultHttp.Address(options, LoginPath))
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(
                new VaultLogin(options.Role!, await ReadServiceAccountAsync(cancellationToken)), VaultJson.Default.VaultLogin)),
        };
        request.Content.Headers.ContentType = new("application/json");
        var answer = await VaultHttp.SendAsync(clients, request, Call, cancellationToken);
        if (answer.Status != StatusCodes.Status200OK)
        {
            throw new SecretStoreException(
                $"{Call}: Vault refused the login as [vault] role '{options.Role}' ({answer.Status}).",
                isRefused: answer.Status is StatusCodes.Status400BadRequest or StatusCodes.Status403Forbidden);
        }

        if (!answer.Body.TryGetObject("auth", out var auth) ||
            !auth.TryGetProperty("client_token", out var token) || token.ValueKind != JsonValueKind.String)
        {
            throw new SecretStoreException($"{Call}: the answer holds no auth.client_token.");
        }

        // A lease of nothing does not end.
        var lease = auth.TryGetProperty("lease_duration", out var duration) && duration.TryGetInt64(out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds) * 0.9
            : TimeSpan.FromDays(365);
        return new(token.GetString()!, IsFromLogin: true, time.GetUtcNow() + lease);
    }

    private async Task<string> ReadServiceAccountAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await File.ReadAllTextAsync(ServiceAccountFile, cancellationToken)).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SecretStoreException(
                $"[vault] role needs the Kubernetes service account's token, and {ServiceAccountFile} can't be read; set [vault] token outside of Kubernetes.",
                innerException: exception);
        }
    }
}
