namespace Pollinate.Host.OpenStack;

/// <summary>
/// Follows redirects the way keystoneauth does, with the same method, headers and body, but only to the host that was
/// asked: the headers hold tokens, and the body may hold a password.
/// </summary>
internal sealed class SameOriginRedirectHandler : DelegatingHandler
{
    /// <summary>keystoneauth's own limit.</summary>
    private const int MaximumRedirects = 30;

    /// <summary>Whether two addresses are of one host, by name, port and scheme.</summary>
    public static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme
        && one.Port == other.Port
        && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase)
        && other.UserInfo.Length == 0;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var response = await base.SendAsync(request, cancellationToken);
            // 300 is no redirect: it is how Keystone answers with the list of its versions.
            if ((int)response.StatusCode is not (301 or 302 or 303 or 305 or 307 or 308)
                || response.Headers.Location is not { } location)
            {
                return response;
            }

            var from = request.RequestUri!;
            response.Dispose();
            if (!Uri.TryCreate(from, location, out var target))
                throw new OpenStackException($"{from.GetLeftPart(UriPartial.Path)} redirects to something that is no address.");
            if (!IsSameOrigin(from, target))
                throw new OpenStackException($"{from.GetLeftPart(UriPartial.Authority)} redirects to {target.GetLeftPart(UriPartial.Authority)}, and tokens are never sent to another host. Correct the address that the configuration or the catalog names.");
            if (redirects == MaximumRedirects)
                throw new OpenStackException($"{from.GetLeftPart(UriPartial.Path)} redirects more than {MaximumRedirects} times.");
            request.RequestUri = target;
        }
    }
}
