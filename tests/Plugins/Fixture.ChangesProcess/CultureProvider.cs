using System.Globalization;
using Pollinate.Abstractions;

namespace Fixture.ChangesProcess;

/// <summary>Has all threads to come write 1,5 for one and a half, in every language.</summary>
[Provider("changes_culture")]
public sealed class CultureProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.DefaultThreadCurrentCulture = culture;
        CultureInfo.DefaultThreadCurrentUICulture = culture;
        return Task.FromResult(ProviderResult.Nothing);
    }
}
