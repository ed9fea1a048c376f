using Pollinate.Abstractions;

namespace Fixture.Blocking;

/// <summary>Escapes to the thread pool and blocks there.</summary>
[Provider("blocking_on_pool")]
public sealed class BlockingOnPoolProvider : PollinateProvider, IDisposable
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(1, CancellationToken.None).ConfigureAwait(false);
        Gate.Wait();
        return ProviderResult.Write(writer => writer.WriteNumberValue(1));
    }

    public void Dispose() => Gate.Open();
}
