using System.Net.Http.Headers;
using System.Text.Json;

namespace Pollinate.Host.OpenStack;

/// <summary>Gets tokens for the user of one section. Safe for any thread.</summary>
internal sealed partial class KeystoneAuthenticator(SessionSettings settings, OpenStackHttp http, TimeProvider clock, ILogger logger)
{
    private readonly VersionDiscovery _discovery = new(http);
    private readonly CallPause _pause = new($"Keystone, asked for a token of [{settings.Section}],", clock, logger);
    private string? _version3Url;

    /// <summary>Authenticates.</summary>
    /// <exception cref="OpenStackException">Keystone could not be asked, or gave no token.</exception>
    public async Task<OwnToken> AuthenticateAsync(CancellationToken cancellationToken)
    {
        // With wrong credentials, every try counts towards locking the user out.
        _pause.Check();
        try
        {
            var version3Url = await GetVersion3UrlAsync(cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Post, version3Url + "/auth/tokens")
            {
                Content = new ReadOnlyMemoryContent(settings.Credentials.RequestBody)
                {
                    Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
                },
            };
            var token = Read(await http.SendAsync(request, cancellationToken));
            _pause.Succeeded();
            Log.Authenticated(logger, settings.Section);
            return token;
        }
        catch (OpenStackException e)
        {
            // Keystone may have moved; ask it again the next time.
            Volatile.Write(ref _version3Url, null);
            _pause.Failed(e.Message, e.RetryAfter);
            Log.NotAuthenticated(logger, settings.Section, e.Message);
            throw;
        }
    }

    private async ValueTask<string> GetVersion3UrlAsync(CancellationToken cancellationToken)
    {
        var credentials = settings.Credentials;
        if (!credentials.DiscoversVersion)
            return credentials.AssumedVersion3Url;
        if (Volatile.Read(ref _version3Url) is { } known)
            return known;

        try
        {
            if (await _discovery.FindVersion3Async(credentials.AuthUrl, cancellationToken) is { } found)
            {
                Volatile.Write(ref _version3Url, found);
                return found;
            }
        }
        catch (OpenStackException e) when (PathSaysVersion3(credentials))
        {
            Log.Version3Assumed(logger, credentials.AuthUrl, e.Message);
            return credentials.AssumedVersion3Url;
        }

        throw new OpenStackException($"{credentials.AuthUrl} offers no version 3 of the Identity API. Correct auth_url.");
    }

    private static bool PathSaysVersion3(KeystoneCredentials credentials) =>
        new Uri(credentials.AuthUrl).AbsolutePath.StartsWith("/v3", StringComparison.OrdinalIgnoreCase);

    private OwnToken Read(HttpAnswer answer)
    {
        if (answer.Status == StatusCodes.Status401Unauthorized)
            throw new OpenStackException($"Keystone refused the credentials of [{settings.Section}] ({answer.Call} answered 401). Correct user, password, project and domains.");
        if (answer.Status != StatusCodes.Status201Created && answer.Status != StatusCodes.Status200OK)
            throw new OpenStackException($"Keystone gave [{settings.Section}] no token: {answer.Call} answered {answer.Status}.") { RetryAfter = answer.RetryAfter };
        if (string.IsNullOrEmpty(answer.SubjectToken))
            throw new OpenStackException($"Keystone gave [{settings.Section}] no token: {answer.Call} answered {answer.Status} without the header X-Subject-Token.");
        if (JsonText.ObjectOf(answer.ReadJson(), "token") is not { } token
            || KeystoneTime.Parse(JsonText.Of(token, "expires_at")) is not { } expiresAt)
        {
            throw new OpenStackException($"Keystone gave [{settings.Section}] no token: {answer.Call} answered {answer.Status} with a body that has no token with expires_at.");
        }

        return new(answer.SubjectToken, expiresAt, ServiceCatalog.Read(token)) { Owner = TokenOwner.Read(token) };
    }

    private static partial class Log
    {
        [LoggerMessage(3010, LogLevel.Information, "Got a token for the user of [{Section}].")]
        public static partial void Authenticated(ILogger logger, string section);

        [LoggerMessage(3011, LogLevel.Warning, "Got no token for the user of [{Section}]: {Reason}")]
        public static partial void NotAuthenticated(ILogger logger, string section, string reason);

        [LoggerMessage(3012, LogLevel.Warning, "{Url} could not be asked for its versions, so version 3 is assumed from its path: {Reason}")]
        public static partial void Version3Assumed(ILogger logger, string url, string reason);
    }
}
