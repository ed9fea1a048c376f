using Pollinate.Abstractions;

namespace Fixture.Blocking;

/// <summary>Awaits a lookup without coming back to the daemon's threads, and blocks whichever thread that leaves it on.</summary>
[Provider("blocking_on_lookup")]
public sealed class BlockingOnLookupProvider(ILookup<Project> projects) : PollinateProvider, IDisposable
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        try
        {
            await projects.FindAsync(context, context.ProjectId, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            Gate.Wait();
        }

        return ProviderResult.Nothing;
    }

    public void Dispose() => Gate.Open();
}
