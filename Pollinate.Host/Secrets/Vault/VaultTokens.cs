using System.Text.Json;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Redaction;
using Pollinate.Host.Secrets.Files;

namespace Pollinate.Host.Secrets.Vault;

/// <summary>
/// The token for Vault: <c>[vault] token</c>, or one from a login by AppRole or with the pod's Kubernetes service account
/// (https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#login). When two thirds of a lease are over, the request
/// that notices renews it (https://developer.hashicorp.com/vault/api-docs/auth/token#renew-a-token-self) or logs in anew.
/// </summary>
internal sealed partial class VaultTokens(
    VaultClient client, VaultOptions options, KnownSecrets known, TimeProvider time, ILogger<VaultTokens> logger)
{
    private const string RenewPath = "v1/auth/token/renew-self";
    private const long LongestLease = 10L * 365 * 24 * 60 * 60;

    private VaultToken? _login;
    private bool _hasComplained;

    /// <exception cref="SecretStoreException">There is none, or the login failed.</exception>
    public async Task<VaultToken> GetAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(options.Token))
            return new(options.Token, IsFromLogin: false, IsRenewable: false, Begun: 0, TimeSpan.MaxValue, HasWorked: false);
        if (string.IsNullOrEmpty(options.RoleId) && string.IsNullOrEmpty(options.Role))
            throw new SecretStoreException("There are no secrets: none of [vault] token, role and role_id is set.");

        var kept = Volatile.Read(ref _login);
        var age = kept is null ? TimeSpan.Zero : time.GetElapsedTime(kept.Begun);
        if (kept is not null && age < kept.Lease * (2d / 3))
            return kept;
        var next = kept is null || age >= kept.Lease
            ? await LogInAsync(cancellationToken)
            : await RenewAsync(kept, kept.Lease - age, cancellationToken);
        Volatile.Write(ref _login, next);
        return next;
    }

    /// <summary>Remembers that Vault let the token read.</summary>
    public void Confirm(VaultToken token)
    {
        if (token is { IsFromLogin: true, HasWorked: false })
            Interlocked.CompareExchange(ref _login, token with { HasWorked = true }, token);
    }

    /// <summary>Forgets a token that Vault refused, when a login may give a better one.</summary>
    /// <returns>
    /// False for the configured token, and for one just got that has never worked: another would be refused as well, and
    /// each login leaves a lease behind in Vault.
    /// </returns>
    public bool TryDrop(VaultToken token)
    {
        if (!token.IsFromLogin || (!token.HasWorked && time.GetElapsedTime(token.Begun) < CachedSecretStore.RetryPause))
            return false;
        Interlocked.CompareExchange(ref _login, null, token);
        return true;
    }

    private async Task<VaultToken> RenewAsync(VaultToken token, TimeSpan left, CancellationToken cancellationToken)
    {
        try
        {
            if (token.IsRenewable && await TryRenewAsync(token, left, cancellationToken) is { } renewed)
                return renewed;
        }
        catch (SecretStoreException)
        {
            // Vault is away. The token is still good, and reading with it says so better than a login would.
            return token;
        }

        try
        {
            var login = await LogInAsync(cancellationToken);
            _hasComplained = false;
            return login;
        }
        catch (SecretStoreException exception)
        {
            // When Vault is away, that is said of the secrets.
            if (exception.IsRefused && !_hasComplained)
                Log.LoginRefused(logger, exception.Message, (long)left.TotalSeconds);
            _hasComplained |= exception.IsRefused;
            return token;
        }
    }

    /// <returns>Null when Vault refuses, or when the lease can't be made longer: its end for good is near.</returns>
    private async Task<VaultToken?> TryRenewAsync(VaultToken token, TimeSpan left, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var answer = await client.SendAsync(HttpMethod.Post, RenewPath, token.Value, "{}"u8.ToArray(), cancellationToken);
        if (answer.Status != StatusCodes.Status200OK || JsonText.ObjectOf(answer.Body, "auth") is not { } auth)
            return null;
        var lease = Lease(auth);
        return lease > left + TimeSpan.FromSeconds(1)
            ? token with { IsRenewable = IsRenewable(auth), Begun = begun, Lease = lease }
            : null;
    }

    private async Task<VaultToken> LogInAsync(CancellationToken cancellationToken)
    {
        var isAppRole = !string.IsNullOrEmpty(options.RoleId);
        var mount = string.IsNullOrEmpty(options.AuthMount)
            ? isAppRole ? VaultOptions.AppRoleMount : VaultOptions.KubernetesMount
            : options.AuthMount;
        var path = $"v1/auth/{VaultClient.Escape(mount)}/login";
        var begun = time.GetTimestamp();
        var answer = await client.SendAsync(HttpMethod.Post, path, token: null, LoginBody(isAppRole), cancellationToken);
        var call = VaultClient.Name(HttpMethod.Post, path);
        if (answer.Status != StatusCodes.Status200OK)
            throw Refusal(answer, call, isAppRole ? "with [vault] role_id and secret_id" : $"as [vault] role '{options.Role}'");
        if (JsonText.ObjectOf(answer.Body, "auth") is not { } auth || JsonText.Of(auth, "client_token") is not { Length: > 0 } token)
            throw new SecretStoreException($"{call}: the answer holds no auth.client_token.");
        known.Set([token]);
        return new(token, IsFromLogin: true, IsRenewable(auth), begun, Lease(auth), HasWorked: false);
    }

    private byte[] LoginBody(bool isAppRole)
    {
        if (isAppRole)
            return JsonSerializer.SerializeToUtf8Bytes(new AppRoleLogin(options.RoleId!, options.SecretId), VaultJson.Default.AppRoleLogin);
        var jwt = SecretText.Read(options.KubernetesTokenPath, "[vault] kubernetes_token_path").Trim();
        return JsonSerializer.SerializeToUtf8Bytes(new KubernetesLogin(options.Role!, jwt), VaultJson.Default.KubernetesLogin);
    }

    private static SecretStoreException Refusal(VaultAnswer answer, string call, string who) => answer.Status switch
    {
        StatusCodes.Status400BadRequest or StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden =>
            new($"{call}: Vault refused the login {who} ({answer.Status}).", isRefused: true),
        StatusCodes.Status404NotFound when answer.IsOfVault =>
            new($"{call}: Vault has no such login (404); check [vault] auth_mount and namespace.", isRefused: true),
        _ => new($"{call}: {VaultSecretSource.Describe(answer.Status)}") { RetryAfter = answer.RetryAfter },
    };

    private static bool IsRenewable(JsonElement auth) =>
        auth.TryGetProperty("renewable", out var renewable) && renewable.ValueKind == JsonValueKind.True;

    // A lease of nothing does not end.
    private static TimeSpan Lease(JsonElement auth) =>
        auth.TryGetProperty("lease_duration", out var duration) && duration.ValueKind == JsonValueKind.Number &&
        duration.TryGetInt64(out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestLease))
            : TimeSpan.MaxValue;

    private static partial class Log
    {
        [LoggerMessage(7020, LogLevel.Warning, "{Reason} The token of the last login still works, for {Left} s.")]
        public static partial void LoginRefused(ILogger logger, string reason, long left);
    }
}
