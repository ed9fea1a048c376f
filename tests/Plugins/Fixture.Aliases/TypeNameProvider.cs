using Pollinate.Abstractions;

namespace Fixture.Aliases;

/// <summary>Has the name of another class for an alias.</summary>
[Provider("type_name", Aliases = ["Fixture.Aliases.PlainProvider"])]
public sealed class TypeNameProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
