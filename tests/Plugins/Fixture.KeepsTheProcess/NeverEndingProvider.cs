using Pollinate.Abstractions;

namespace Fixture.KeepsTheProcess;

/// <summary>Gives a task that never completes.</summary>
[Provider("never_ending")]
public sealed class NeverEndingProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        new TaskCompletionSource<ProviderResult>().Task;
}
