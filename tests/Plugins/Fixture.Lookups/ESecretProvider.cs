using Pollinate.Abstractions;

namespace Fixture.Lookups;

/// <summary>Tells a secret and whether there is another.</summary>
[Provider("e_secret")]
[ProviderLookup(LookupKind.Secrets)]
public sealed class ESecretProvider(ILookup<Secret> secrets) : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var secret = await secrets.FindAsync(context, "LICENSE_TOKEN_ARDC", cancellationToken);
        var none = await secrets.FindAsync(context, "NO_SUCH_SECRET", cancellationToken);
        return Text.Of($"{secret?.Value}|{none is null}");
    }
}
