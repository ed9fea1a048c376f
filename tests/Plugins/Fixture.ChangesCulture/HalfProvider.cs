using System.Globalization;
using Pollinate.Abstractions;

namespace Fixture.ChangesCulture;

/// <summary>Gives one and a half as the culture of its thread has it, before and after an await.</summary>
[Provider("half")]
public sealed class HalfProvider : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var before = 1.5.ToString(CultureInfo.CurrentCulture);
        await Task.Yield();
        var after = 1.5.ToString(CultureInfo.CurrentCulture);
        return ProviderResult.Write(writer => writer.WriteStringValue($"{before} {after}"));
    }
}
