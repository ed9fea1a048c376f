using Microsoft.Extensions.Primitives;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Authentication;

/// <summary>The 401 of every OpenStack service. Immutable.</summary>
internal sealed class UnauthorizedAnswer
{
    private static readonly byte[] Body =
        """{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}"""u8.ToArray();

    public UnauthorizedAnswer(KeystoneAuthtokenOptions authtoken, ServiceAuthOptions serviceAuth)
    {
        var credentials = KeystoneSection.OfAuthtoken(authtoken, serviceAuth).Credentials;
        var uri = string.IsNullOrEmpty(authtoken.WwwAuthenticateUri) ? credentials?.AuthUrl : authtoken.WwwAuthenticateUri;
        Challenge = $"Keystone uri=\"{uri}\"";
    }

    /// <summary>The value of <c>WWW-Authenticate</c>: where to get a token.</summary>
    public string Challenge { get; }

    /// <summary>Writes the answer, in JSON whatever the request accepts.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = Challenge;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = Body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(Body, context.RequestAborted).AsTask();
    }

    /// <summary>Adds the challenge to an answer that the application made, beside any that it has.</summary>
    public void AddChallenge(HttpResponse response)
    {
        if (response.StatusCode == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = StringValues.Concat(response.Headers.WWWAuthenticate, Challenge);
    }
}
