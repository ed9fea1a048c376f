using System.Text;
using Pollinate.Abstractions;

namespace Pollinate.Benchmarks.Answers;

/// <summary>Gives always the same.</summary>
internal sealed class GivingProvider(string json) : PollinateProvider
{
    private readonly ProviderResult _result = ProviderResult.Parse(Encoding.UTF8.GetBytes(json));

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) => Task.FromResult(_result);
}
