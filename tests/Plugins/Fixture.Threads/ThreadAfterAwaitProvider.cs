using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.Threads;

/// <summary>Behaves on the thread that it goes on with after an await.</summary>
[Provider("thread_after_await")]
public sealed class ThreadAfterAwaitProvider(ILogger logger) : PollinateProvider, IDisposable
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Behaviour.Run(context, logger);
    }

    public void Dispose() => Behaviour.Open();
}
