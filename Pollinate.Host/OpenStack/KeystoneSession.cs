namespace Pollinate.Host.OpenStack;

/// <summary>
/// One user's session with the cloud: its token, the addresses that came with it, and calls that carry it. There is one a
/// section of the configuration. Safe for any thread.
/// </summary>
internal sealed class KeystoneSession
{
    /// <summary>The header that carries a token.</summary>
    public const string TokenHeader = "X-Auth-Token";

    private readonly SessionSettings _settings;
    private readonly OpenStackHttp _http;
    private readonly OwnTokenSource _tokens;
    private readonly IdentityEndpoints _identity;

    public KeystoneSession(
        SessionSettings settings, HttpMessageInvoker invoker, OwnTokenStore store, TimeProvider clock, ILogger<KeystoneSession> logger)
    {
        _settings = settings;
        _http = new(invoker, settings.CallTimeout, clock, logger);
        var authenticator = new KeystoneAuthenticator(settings, _http, clock, logger);
        // Many may wait for the answer, so no single one of them can cancel it; the time-out of each call ends it.
        _tokens = new(() => authenticator.AuthenticateAsync(CancellationToken.None), store, clock);
        _identity = new(_http, logger);
    }

    /// <summary>How long any one call may take.</summary>
    public TimeSpan CallTimeout => _settings.CallTimeout;

    /// <inheritdoc cref="OwnTokenSource.GetAsync"/>
    public ValueTask<OwnToken> GetTokenAsync(CancellationToken cancellationToken) => _tokens.GetAsync(cancellationToken);

    /// <inheritdoc cref="OwnTokenSource.Drop"/>
    public void Drop(OwnToken token) => _tokens.Drop(token);

    /// <summary>The address of a service as the catalog has it, without slashes at its end.</summary>
    /// <exception cref="OpenStackException">The catalog has none of that type, kind and region.</exception>
    public string FindEndpoint(OwnToken token, string serviceType) =>
        token.Endpoints.TryGetValue(serviceType, out var known) ? known : token.Endpoints[serviceType] = Find(token, serviceType);

    private string Find(OwnToken token, string serviceType)
    {
        if (token.Catalog.Find(serviceType, _settings.Interfaces, _settings.Region) is not { } url)
        {
            // The catalog may be mended by the time of the next request; the next token brings it.
            _tokens.Drop(token);
            var region = _settings.Region is null ? "any region" : $"region {_settings.Region}";
            throw new OpenStackException($"The catalog that Keystone gave [{_settings.Section}] has no {string.Join(" or ", _settings.Interfaces)} endpoint of {serviceType} in {region}. Correct the catalog, or the section's interface and region_name.");
        }

        // Paths are put behind it, so what parses must be what it is when a path follows.
        url = url.Trim().TrimEnd('/');
        if (!Uri.TryCreate(url + "/", UriKind.Absolute, out var address)
            || url.AsSpan().IndexOfAny('?', '#') >= 0
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.UserInfo.Length > 0)
        {
            _tokens.Drop(token);
            throw new OpenStackException($"The catalog that Keystone gave [{_settings.Section}] has an endpoint of {serviceType} that is no http or https address, or has a user, a query or a fragment in it. Correct the catalog.");
        }

        return url;
    }

    /// <summary>Where Keystone is, from the catalog.</summary>
    /// <exception cref="OpenStackException">The catalog does not have it, or it offers no version 3.</exception>
    public ValueTask<IdentityEndpoint> FindIdentityAsync(OwnToken token, CancellationToken cancellationToken) =>
        _identity.ResolveAsync(FindEndpoint(token, "identity"), cancellationToken);

    /// <summary>Sends one call that carries the token.</summary>
    /// <inheritdoc cref="OpenStackHttp.SendAsync" path="/exception"/>
    public Task<HttpAnswer> SendAsync(OwnToken token, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation(TokenHeader, token.Value);
        return _http.SendAsync(request, cancellationToken);
    }

    /// <summary>Sends one call that carries the token, of a caller who has a deadline of its own.</summary>
    /// <inheritdoc cref="OpenStackHttp.SendAsync" path="/exception"/>
    public Task<HttpAnswer> SendWithinAsync(OwnToken token, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation(TokenHeader, token.Value);
        return _http.SendWithinAsync(request, cancellationToken);
    }
}
