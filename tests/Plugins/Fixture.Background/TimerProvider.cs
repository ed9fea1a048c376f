using Pollinate.Abstractions;

namespace Fixture.Background;

/// <summary>Throws in a timer.</summary>
[Provider("background_timer")]
public sealed class TimerProvider : PollinateProvider, IDisposable
{
    private Timer? _timer;

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        _timer = new(_ => throw new InvalidOperationException("thrown in a timer"), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return Task.FromResult(ProviderResult.Nothing);
    }

    public void Dispose() => _timer?.Dispose();
}
