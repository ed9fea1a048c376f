using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Holds a provider.</summary>
public static class OuterClass
{
    /// <summary>Sound, in another class.</summary>
    [Provider("nested")]
    public sealed class NestedProvider : PollinateProvider
    {
        public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
    }
}
