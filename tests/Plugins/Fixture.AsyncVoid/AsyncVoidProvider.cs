using Pollinate.Abstractions;

namespace Fixture.AsyncVoid;

/// <summary>Starts a method that nobody can await, and that throws.</summary>
[Provider("async_void")]
public sealed class AsyncVoidProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        ForgetMe();
        return Task.FromResult(ProviderResult.Write(writer => writer.WriteNumberValue(1)));
    }

    private static async void ForgetMe()
    {
        await Task.Delay(1).ConfigureAwait(false);
        throw new InvalidOperationException("thrown by async void");
    }
}
