using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Wants what the host does not give.</summary>
[Provider("greedy")]
public sealed class GreedyConstructorProvider(HttpClient client) : PollinateProvider
{
    public HttpClient Client { get; } = client;

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);
}
