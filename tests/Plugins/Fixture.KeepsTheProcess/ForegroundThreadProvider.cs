using Pollinate.Abstractions;

namespace Fixture.KeepsTheProcess;

/// <summary>Starts a thread that never ends, and in the foreground, where it keeps the process.</summary>
[Provider("foreground_thread")]
public sealed class ForegroundThreadProvider : PollinateProvider
{
    public ForegroundThreadProvider() =>
        new Thread(static () => new ManualResetEventSlim().Wait()) { IsBackground = false }.Start();

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
