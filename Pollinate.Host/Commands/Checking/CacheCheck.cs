using Pollinate.Host.Caching;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Commands.Checking;

/// <summary>Checks that the servers of the shared cache answer. The daemon serves without them, so one that does not is a warning.</summary>
internal static class CacheCheck
{
    private const string Name = "Shared cache";

    /// <param name="services">What the daemon asks others with.</param>
    /// <param name="settings">How to check.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <returns>No row when no cache is configured.</returns>
    public static async Task<IReadOnlyList<CheckRow>> RunAsync(IServiceProvider services, CheckSettings settings, CancellationToken cancellationToken)
    {
        var defaults = services.GetRequiredService<DefaultOptions>();
        var authtoken = services.GetRequiredService<KeystoneAuthtokenOptions>();
        var options = services.GetRequiredService<CacheOptions>();
        if (!SharedCacheOptions.IsShared(defaults, authtoken, options))
            return [];
        if (settings.Offline)
            return [CheckRow.Success(Name, "Not asked, because of --offline.")];
        if (SharedCacheOptions.Check(defaults, authtoken, options).Problems.Count > 0)
            return [CheckRow.Failure(Name, "It was not asked, since it can't be used as it is configured; see Configuration.")];
        var row = await BoundedCheck.RunAsync(Name, "The shared cache", settings.Patience, async deadline =>
        {
            var servers = services.GetRequiredService<SharedCache>().Servers;
            var reasons = await Task.WhenAll(servers.Select(async server => (server.Name, Reason: await server.ProbeAsync(deadline))));
            return CheckRow.Of(
                Name,
                [],
                [.. reasons.Where(server => server.Reason is not null).Select(server => $"{server.Name} {server.Reason}: tokens are validated without this shared cache. See that it runs and can be reached from here, or take it out of the configuration.")],
                [.. reasons.Where(server => server.Reason is null).Select(server => $"{server.Name} answers.")]);
        }, cancellationToken);
        return [row.Result == CheckResult.Failure ? row with { Result = CheckResult.Warning } : row];
    }
}
