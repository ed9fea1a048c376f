using Pollinate.Abstractions;

// The namespace of another plugin, on purpose: the same type name in two plugins.
#pragma warning disable IDE0130
namespace Fixture.Dispatch;

/// <summary>Has the full name of a class in another plugin.</summary>
[Provider("twin")]
public sealed class ThrowingProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
