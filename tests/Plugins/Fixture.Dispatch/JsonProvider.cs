using System.Text;
using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Gives the JSON text that its section says.</summary>
public abstract class JsonProvider(ProviderSettings settings) : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Parse(Encoding.UTF8.GetBytes(settings.GetText("json") ?? "null")));
}
