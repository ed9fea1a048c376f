using Pollinate.Abstractions;

namespace Fixture.Mixed;

/// <summary>Fails now and then, at once or after a while.</summary>
[Provider("mixed_failing")]
public sealed class FailingProvider : MixedProvider
{
    protected override async Task DoAsync(int number, CancellationToken cancellationToken)
    {
        if (number % 4 == 0)
            throw new InvalidOperationException("at once");
        await Task.Yield();
        if (number % 4 == 1)
            throw new InvalidOperationException("after a while");
    }
}
