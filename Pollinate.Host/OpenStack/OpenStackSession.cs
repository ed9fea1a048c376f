namespace Pollinate.Host.OpenStack;

/// <summary>The cloud as the user of <c>[service_auth]</c> sees it.</summary>
internal sealed class OpenStackSession(KeystoneSession session) : IOpenStackSession
{
    public async Task<ServiceAnswer> GetAsync(string serviceType, string path, CancellationToken cancellationToken)
    {
        var token = await session.GetTokenAsync(cancellationToken);
        var answer = await SendAsync(token, serviceType, path, cancellationToken);
        if (answer.Status == StatusCodes.Status401Unauthorized)
        {
            session.Drop(token);
            token = await session.GetTokenAsync(cancellationToken);
            answer = await SendAsync(token, serviceType, path, cancellationToken);
        }

        if (answer.Status == StatusCodes.Status404NotFound)
            return new(answer.Status, default);
        if (!answer.IsSuccess)
            throw new OpenStackException($"The service {serviceType} answered {answer.Status} to {answer.Call}.");
        return new(answer.Status, answer.ReadJson());
    }

    private async Task<HttpAnswer> SendAsync(
        OwnToken token, string serviceType, string path, CancellationToken cancellationToken)
    {
        var endpoint = await FindVersionedAsync(token, serviceType, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoint.Url}/{path}");
        var answer = await session.SendAsync(token, request, cancellationToken);
        if (answer.Status == StatusCodes.Status404NotFound && endpoint.IsAssumed)
            throw new OpenStackException($"The service {serviceType} answered 404 to {answer.Call}, and could not be asked for its versions.");
        return answer;
    }

    private async ValueTask<(string Url, bool IsAssumed)> FindVersionedAsync(
        OwnToken token, string serviceType, CancellationToken cancellationToken)
    {
        switch (serviceType)
        {
            case "identity":
                var identity = await session.FindIdentityAsync(token, cancellationToken);
                return (identity.Url, identity.IsAssumed);
            case "image":
                // Glance's address in the catalog has no version; where it has one, it is the one to use.
                var image = session.FindEndpoint(token, serviceType);
                return (UrlVersion.Of(image) is null ? image + "/v2" : image, IsAssumed: false);
            default:
                return (session.FindEndpoint(token, serviceType), IsAssumed: false);
        }
    }
}
