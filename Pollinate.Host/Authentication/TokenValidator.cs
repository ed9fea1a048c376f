using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Authentication;

/// <summary>
/// Asks Keystone about a token
/// (https://docs.openstack.org/api-ref/identity/v3/#validate-and-show-information-for-token). Safe for any thread.
/// </summary>
internal sealed partial class TokenValidator(
    KeystoneSession session, KeystoneAuthtokenOptions options, TimeProvider clock, ILogger<TokenValidator> logger)
{
    /// <summary>
    /// With how many tokens of the daemon's own one question is asked: a 401 means that the daemon's own was refused.
    /// </summary>
    private const int MaximumOwnTokens = 3;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    private readonly CallPause _pause = new("Keystone, asked about tokens,", clock, logger);
    private readonly int _retries = options.HttpRequestMaxRetries ?? new KeystoneAuthtokenOptions().HttpRequestMaxRetries!.Value;

    /// <summary>Asks.</summary>
    /// <param name="token">The token that is in question.</param>
    /// <param name="allowExpired">Let Keystone describe a token that has expired.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>What the token stands for; null when Keystone says that it is not valid.</returns>
    /// <exception cref="OpenStackException">Keystone could not be asked, or gave no usable answer.</exception>
    public async Task<KeystoneAnswer?> ValidateAsync(string token, bool allowExpired, CancellationToken cancellationToken)
    {
        try
        {
            _pause.Check();
            var validated = await AskAsync(token, allowExpired, cancellationToken);
            _pause.Succeeded();
            return validated;
        }
        catch (OpenStackException e) when (!e.IsSpared)
        {
            // Else whoever knows a token that Keystone stumbles over could keep the others away from it.
            if (!e.IsOfThisCall)
                _pause.Failed(e.Message, e.RetryAfter);
            Log.NoAnswer(logger, e.Message);
            throw;
        }
    }

    private async Task<KeystoneAnswer?> AskAsync(string token, bool allowExpired, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var own = await session.GetTokenAsync(cancellationToken);
            var endpoint = await session.FindIdentityAsync(own, cancellationToken);
            var answer = await SendAsync(own, endpoint, token, allowExpired, cancellationToken);
            switch (answer.Status)
            {
                case StatusCodes.Status200OK:
                    return new(ValidatedTokenReader.Read(answer, options.IncludeServiceCatalog), answer.Body);
                case StatusCodes.Status404NotFound when !endpoint.IsAssumed:
                    return null;
                case StatusCodes.Status401Unauthorized when attempt < MaximumOwnTokens:
                    session.Drop(own);
                    Log.OwnTokenRefused(logger);
                    continue;
                case StatusCodes.Status401Unauthorized:
                    session.Drop(own);
                    throw new OpenStackException($"{answer.Call} refused the daemon's own token {attempt} times, although it was new.");
                case StatusCodes.Status403Forbidden:
                    throw new OpenStackException($"{answer.Call} answered 403: the user of [{KeystoneSection.KeystoneAuthtoken}] may not validate tokens. Give it the role that Keystone's policy wants, usually service or admin.");
                default:
                    throw new OpenStackException($"{answer.Call} answered {answer.Status}.")
                    {
                        IsOfThisCall = answer.IsOfThisCall,
                        RetryAfter = answer.RetryAfter,
                    };
            }
        }
    }

    private async Task<HttpAnswer> SendAsync(
        OwnToken own, IdentityEndpoint endpoint, string token, bool allowExpired, CancellationToken cancellationToken)
    {
        var address = endpoint.Url + "/auth/tokens" + Query(allowExpired);
        var delay = FirstDelay;
        for (var retriesLeft = _retries; ; retriesLeft--)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("X-Subject-Token", token);
            // Without it Keystone does not know the tokens of application credentials with access rules.
            request.Headers.TryAddWithoutValidation("OpenStack-Identity-Access-Rules", "1");
            try
            {
                return await session.SendAsync(own, request, cancellationToken);
            }
            catch (OpenStackException e) when (e.IsWithoutAnswer && retriesLeft > 0)
            {
                Log.Retrying(logger, delay.TotalSeconds, e.Message);
            }

            await Task.Delay(delay, clock, cancellationToken);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private string Query(bool allowExpired) => (options.IncludeServiceCatalog, allowExpired) switch
    {
        (true, false) => "",
        (true, true) => "?allow_expired=1",
        (false, false) => "?nocatalog",
        (false, true) => "?nocatalog&allow_expired=1",
    };

    private static partial class Log
    {
        [LoggerMessage(2000, LogLevel.Warning, "Keystone could not tell whether a token is valid: {Reason}")]
        public static partial void NoAnswer(ILogger logger, string reason);

        [LoggerMessage(2001, LogLevel.Warning, "Keystone refused the daemon's own token; getting a new one.")]
        public static partial void OwnTokenRefused(ILogger logger);

        [LoggerMessage(2002, LogLevel.Information, "Asking Keystone again in {Seconds} s: {Reason}")]
        public static partial void Retrying(ILogger logger, double seconds, string reason);
    }
}
