using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Throws from its constructor.</summary>
[Provider("throwing_constructor")]
public sealed class ThrowingConstructorProvider : PollinateProvider
{
    public ThrowingConstructorProvider() => throw new InvalidOperationException("the licence file is missing");

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
