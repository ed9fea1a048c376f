using Pollinate.Abstractions;

namespace Fixture.Checking;

/// <summary>Finds nothing wrong.</summary>
[Provider("checks_fine")]
public sealed class FineProvider : CheckedProvider
{
    public override Task CheckAsync(CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);
}
