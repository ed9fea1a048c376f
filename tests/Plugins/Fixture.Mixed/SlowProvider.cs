using Pollinate.Abstractions;

namespace Fixture.Mixed;

/// <summary>Takes too long now and then, with or without an ear for its cancellation.</summary>
[Provider("mixed_slow")]
public sealed class SlowProvider : MixedProvider
{
    protected override Task DoAsync(int number, CancellationToken cancellationToken) => (number % 50) switch
    {
        0 => Task.Delay(Timeout.Infinite, cancellationToken),
        1 => Task.Delay(3000, CancellationToken.None),
        _ => Task.CompletedTask,
    };
}
