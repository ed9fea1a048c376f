using Pollinate.Abstractions;

namespace Fixture.Concurrency;

/// <summary>Gives how many calls of it there were at most at the same time, so far.</summary>
[Provider("concurrency")]
public sealed class ConcurrencyProvider : PollinateProvider
{
    private int _now;
    private int _most;

    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var now = Interlocked.Increment(ref _now);
        for (var most = _most; now > most;)
            most = Interlocked.CompareExchange(ref _most, now, most);
        await Task.Delay(5, cancellationToken);
        Interlocked.Decrement(ref _now);
        return ProviderResult.Write(writer => writer.WriteNumberValue(Volatile.Read(ref _most)));
    }
}
