using Pollinate.Abstractions;

namespace Fixture.Statics;

/// <summary>Uses a class with a static constructor and one with static fields for requests of the host <c>use</c> alone.</summary>
[Provider("statics")]
public sealed class StaticsProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(context.Hostname == "use"
            ? ProviderResult.Write(json => json.WriteNumberValue(Constructed.Value + Initialized.Value + Shared<string>.Value))
            : ProviderResult.Nothing);
}
