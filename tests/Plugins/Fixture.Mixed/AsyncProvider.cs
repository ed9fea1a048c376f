using Pollinate.Abstractions;

namespace Fixture.Mixed;

/// <summary>Waits a little, now on the daemon's threads, now not.</summary>
[Provider("mixed_async")]
public sealed class AsyncProvider : MixedProvider
{
    protected override async Task DoAsync(int number, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (number % 3 == 0)
            await Task.Delay(number % 7, cancellationToken).ConfigureAwait(false);
        await Task.Delay(number % 5, cancellationToken);
    }
}
