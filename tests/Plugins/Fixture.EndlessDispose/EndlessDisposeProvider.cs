using System.Text.Json.Nodes;
using Pollinate.Abstractions;

namespace Fixture.EndlessDispose;

/// <summary>Never returns from its disposal.</summary>
[Provider("endless_dispose")]
public sealed class EndlessDisposeProvider : PollinateProvider, IDisposable
{
    /// <inheritdoc/>
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult>(new JsonObject { ["text"] = "here" });

    /// <inheritdoc/>
    public void Dispose()
    {
        using var never = new ManualResetEventSlim();
        never.Wait();
    }
}
