using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.Threads;

/// <summary>Behaves on the thread that it goes on with after an await.</summary>
[Provider("thread_after_await")]
public sealed class ThreadAfterAwaitProvider(ILogger logger) : PollinateProvider, IDisposable
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        // Long enough for the host to wait for this call by then: what ends before that takes one more turn in the provider's lane.
        await Task.Delay(1, cancellationToken);
        return Behaviour.Run(context, logger);
    }

    public void Dispose() => Behaviour.Open();
}
