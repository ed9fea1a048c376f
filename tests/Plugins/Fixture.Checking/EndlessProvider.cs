using Pollinate.Abstractions;

namespace Fixture.Checking;

/// <summary>Its check never returns.</summary>
[Provider("checks_endless")]
public sealed class EndlessProvider : CheckedProvider
{
    public override Task CheckAsync(CancellationToken cancellationToken)
    {
        Gate.Wait();
        return Task.CompletedTask;
    }
}
