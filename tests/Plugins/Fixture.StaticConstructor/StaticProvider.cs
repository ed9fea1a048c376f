using Pollinate.Abstractions;

namespace Fixture.StaticConstructor;

/// <summary>Can't be constructed: its static constructor throws.</summary>
[Provider("static")]
public sealed class StaticProvider : PollinateProvider
{
#pragma warning disable CA1810 // An initializer instead would run when it likes.
    static StaticProvider() => throw new InvalidOperationException("the licence server's address is missing");
#pragma warning restore CA1810

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
