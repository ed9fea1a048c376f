using Pollinate.Abstractions;

namespace Fixture.Checking;

/// <summary>Its check waits until it is cancelled.</summary>
[Provider("checks_waiting")]
public sealed class WaitingProvider : CheckedProvider
{
    public override Task CheckAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
}
