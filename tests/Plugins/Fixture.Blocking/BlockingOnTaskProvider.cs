using Pollinate.Abstractions;

namespace Fixture.Blocking;

/// <summary>Blocks the thread that calls it until code of its own has gone on, which needs a thread, too.</summary>
[Provider("blocking_on_task")]
public sealed class BlockingOnTaskProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var number = ComputeAsync().Result;
        return Task.FromResult(ProviderResult.Write(writer => writer.WriteNumberValue(number)));
    }

    private static async Task<int> ComputeAsync()
    {
        // Long enough for many calls to be at this point together.
        await Task.Delay(200);
        return 1;
    }
}
