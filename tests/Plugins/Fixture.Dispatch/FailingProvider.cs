using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Fails by a task, with an exception whose message throws in turn.</summary>
[Provider("failing")]
public sealed class FailingProvider : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        throw new UnspeakableException();
    }
}
