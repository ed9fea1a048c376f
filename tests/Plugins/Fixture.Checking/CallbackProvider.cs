using Pollinate.Abstractions;

namespace Fixture.Checking;

/// <summary>Its check never ends, and what it registers for its cancellation throws.</summary>
[Provider("checks_callback")]
public sealed class CallbackProvider : CheckedProvider
{
    public override Task CheckAsync(CancellationToken cancellationToken)
    {
        cancellationToken.UnsafeRegister(static _ => throw new CheckException("thrown by a callback"), null);
        return new TaskCompletionSource().Task;
    }
}
