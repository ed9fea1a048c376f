namespace Pollinate.Host.OpenStack;

/// <summary>
/// Finds version 3 behind the catalog's address of Keystone, and keeps what it found. Safe for any thread.
/// </summary>
internal sealed partial class IdentityEndpoints(OpenStackHttp http, ILogger logger)
{
    private readonly VersionDiscovery _discovery = new(http);
    private IdentityEndpoint? _known;

    /// <summary>The endpoint to use for an address of the catalog.</summary>
    /// <exception cref="OpenStackException">Keystone offers no version 3 there.</exception>
    public async ValueTask<IdentityEndpoint> ResolveAsync(string catalogUrl, CancellationToken cancellationToken)
    {
        var address = catalogUrl.TrimEnd('/');
        if (Volatile.Read(ref _known) is { } known && known.CatalogUrl == address)
            return known;

        var endpoint = await FindAsync(address, cancellationToken);
        if (!endpoint.IsAssumed)
            Volatile.Write(ref _known, endpoint);
        return endpoint;
    }

    private async ValueTask<IdentityEndpoint> FindAsync(string address, CancellationToken cancellationToken)
    {
        var version = UrlVersion.Of(address);
        if (version is "v3" || version?.StartsWith("v3.", StringComparison.Ordinal) == true)
            return new(address, address, IsAssumed: false);

        var root = version is null ? address : UrlVersion.Remove(address);
        string? found;
        try
        {
            found = await _discovery.FindVersion3Async(root, cancellationToken);
        }
        catch (OpenStackException e)
        {
            Log.UsedUnversioned(logger, root, e.Message);
            return new(address, root, IsAssumed: true);
        }

        return found is null
            ? throw new OpenStackException($"{root} offers no version 3 of the Identity API. Correct Keystone's address in the catalog.")
            : new(address, found, IsAssumed: false);
    }

    private static partial class Log
    {
        [LoggerMessage(3020, LogLevel.Warning, "{Url} could not be asked for its versions, so it is used as it stands in the catalog: {Reason}")]
        public static partial void UsedUnversioned(ILogger logger, string url, string reason);
    }
}
