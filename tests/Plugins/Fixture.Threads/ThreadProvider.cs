using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.Threads;

/// <summary>Behaves on the thread that calls it.</summary>
[Provider("thread")]
public sealed class ThreadProvider(ILogger logger) : PollinateProvider, IDisposable
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Behaviour.Run(context, logger));

    public void Dispose() => Behaviour.Open();
}
