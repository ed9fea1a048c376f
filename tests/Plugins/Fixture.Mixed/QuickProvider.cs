using Pollinate.Abstractions;

namespace Fixture.Mixed;

/// <summary>Never waits.</summary>
[Provider("mixed_quick")]
public sealed class QuickProvider : MixedProvider
{
    protected override Task DoAsync(int number, CancellationToken cancellationToken) => Task.CompletedTask;
}
