using Pollinate.Abstractions;

namespace Fixture.Checking;

/// <summary>Says what to change.</summary>
[Provider("checks_throwing")]
public sealed class ThrowingProvider : CheckedProvider
{
    public override async Task CheckAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        throw new CheckException("set checks_throwing.key to a key.");
    }
}
