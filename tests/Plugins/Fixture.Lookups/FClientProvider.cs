using System.Text.Json;
using Pollinate.Abstractions;

namespace Fixture.Lookups;

/// <summary>Asks Nova by a client of its own.</summary>
[Provider("f_client")]
public sealed class FClientProvider(IServiceClients clients) : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        using var client = clients.Create("compute");
        using var answer = JsonDocument.Parse(await client.GetByteArrayAsync($"servers/{context.InstanceId}", cancellationToken));
        return Text.Of(answer.RootElement.GetProperty("server").GetProperty("name").GetString());
    }
}
