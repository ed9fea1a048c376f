using Pollinate.Abstractions;

namespace Fixture.Fatal;

/// <summary>Takes memory until there is none. The blocks are large, so that the last refusal leaves others what they need.</summary>
[Provider("takes_memory")]
public sealed class MemoryProvider : PollinateProvider
{
    private const int Block = 64 * 1024 * 1024;

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var taken = new List<byte[]>();
        while (!cancellationToken.IsCancellationRequested)
            taken.Add(new byte[Block]);
        return Task.FromResult(ProviderResult.Write(writer => writer.WriteNumberValue(taken.Count)));
    }
}
