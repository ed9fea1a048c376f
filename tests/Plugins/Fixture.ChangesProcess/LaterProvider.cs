using Pollinate.Abstractions;

namespace Fixture.ChangesProcess;

/// <summary>Changes the working directory when its call is long over.</summary>
[Provider("changes_later")]
public sealed class LaterProvider : PollinateProvider, IDisposable
{
    private Timer? _timer;

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        _timer = new(_ => Directory.SetCurrentDirectory("/proc"), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        return Task.FromResult(ProviderResult.Nothing);
    }

    public void Dispose() => _timer?.Dispose();
}
