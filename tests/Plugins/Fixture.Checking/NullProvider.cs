using Pollinate.Abstractions;

namespace Fixture.Checking;

/// <summary>Returns no task, like a mock that was not set up.</summary>
[Provider("checks_null")]
public sealed class NullProvider : CheckedProvider
{
    public override Task CheckAsync(CancellationToken cancellationToken) => null!;
}
