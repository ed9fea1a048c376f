using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Caching;

/// <summary>What daemons share, seen without a look into the cache.</summary>
internal static class SharedCloud
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Has a daemon validate a token, and others find it in the cache, one of which comes after it was stored.</summary>
    public static async Task ShouldShareAsync(CloudForCaches cloud, PublishedDaemon first, Func<Task<PublishedDaemon>> another)
    {
        await using var second = await another();
        await Eventually.WaitForAsync("a token to be shared", Patience, async () =>
        {
            var token = await cloud.NewTokenAsync();
            await cloud.AskAsync(first, token);
            var before = await cloud.ValidationsAsync();
            // Storing is in nobody's way, so it may not be done yet.
            await Task.Delay(50);
            await cloud.AskAsync(second, token);
            return await cloud.ValidationsAsync() == before;
        });
    }
}
