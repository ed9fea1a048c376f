using Pollinate.Abstractions;

namespace Fixture.ChangesProcess;

/// <summary>Takes the thread pool down to next to nothing.</summary>
[Provider("changes_threads")]
public sealed class ThreadsProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        ThreadPool.SetMinThreads(1, 1);
        ThreadPool.SetMaxThreads(Environment.ProcessorCount, Environment.ProcessorCount);
        return Task.FromResult(ProviderResult.Nothing);
    }
}
