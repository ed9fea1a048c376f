using Pollinate.Abstractions;

namespace Fixture.Checking;

/// <summary>Waits for something itself, and not for long.</summary>
[Provider("checks_impatient")]
public sealed class ImpatientProvider : CheckedProvider
{
    public override async Task CheckAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        throw new TimeoutException("the licence server did not answer");
    }
}
