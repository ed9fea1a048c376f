using Pollinate.Abstractions;

namespace Fixture.Background;

/// <summary>Throws in an async void method, after it has gone on without its caller.</summary>
[Provider("background_async_void")]
public sealed class AsyncVoidProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        ForgetAsync();
        return Task.FromResult(ProviderResult.Nothing);
    }

    private static async void ForgetAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("thrown in async void");
    }
}
