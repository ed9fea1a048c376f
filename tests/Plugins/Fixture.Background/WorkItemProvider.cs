using Pollinate.Abstractions;

namespace Fixture.Background;

/// <summary>Throws in a work item of the thread pool.</summary>
[Provider("background_work_item")]
public sealed class WorkItemProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        ThreadPool.QueueUserWorkItem(_ => throw new InvalidOperationException("thrown in a work item"));
        return Task.FromResult(ProviderResult.Nothing);
    }
}
