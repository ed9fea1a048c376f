using System.Globalization;
using System.Resources;
using System.Text.Json.Nodes;
using Pollinate.Abstractions;

namespace Fixture.Satellites;

/// <summary>Greets in each language that it has, and in one that it has not.</summary>
[Provider("greetings")]
public sealed class GreetingProvider : PollinateProvider
{
    private static readonly ResourceManager Texts = new("Fixture.Satellites.Texts", typeof(GreetingProvider).Assembly);

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var greetings = new JsonObject();
        foreach (var culture in new[] { "", "de", "fr", "it" })
            greetings[culture] = Texts.GetString("Greeting", new CultureInfo(culture));
        return Task.FromResult<ProviderResult>(greetings);
    }
}
