using Pollinate.Abstractions;

namespace Pollinate.Providers.Test;

/// <summary>
/// Answers <c>{"OK": "Success"}</c> to everything, without asking anyone: shows an operator that Nova, the daemon and the
/// loading of plugins work.
/// </summary>
[Provider("test", Aliases = ["pollinate.providers.test_provider.TestProvider"])]
public sealed class TestProvider : PollinateProvider
{
    private static readonly ProviderResult Success = ProviderResult.Parse("""{"OK":"Success"}"""u8);

    /// <inheritdoc/>
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Success);
}
