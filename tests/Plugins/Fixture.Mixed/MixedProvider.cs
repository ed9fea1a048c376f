using Pollinate.Abstractions;

namespace Fixture.Mixed;

/// <summary>Does now this, now that, by the number that the request has for a host name; gives that number.</summary>
public abstract class MixedProvider : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        await DoAsync(int.Parse(context.Hostname!, System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
        return ProviderResult.Write(writer => writer.WriteStringValue(context.Hostname));
    }

    protected abstract Task DoAsync(int number, CancellationToken cancellationToken);
}
