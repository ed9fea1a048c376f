using System.Globalization;
using Pollinate.Abstractions;

namespace Fixture.ChangesCulture;

/// <summary>Has numbers written with a comma on every thread that it is on, and leaves it at that.</summary>
[Provider("comma")]
public sealed class CommaProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        ChangeCulture();
        return GoOnAsync();
    }

    private static async Task<ProviderResult> GoOnAsync()
    {
        await Task.Yield();
        ChangeCulture();
        var text = 1.5.ToString(CultureInfo.CurrentCulture);
        return ProviderResult.Write(writer => writer.WriteStringValue(text));
    }

    private static void ChangeCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = culture;
    }
}
