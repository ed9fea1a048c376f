using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Can't be constructed: generic.</summary>
[Provider("generic")]
public class GenericProvider<T> : PollinateProvider
{
    public Type Kind { get; } = typeof(T);

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
