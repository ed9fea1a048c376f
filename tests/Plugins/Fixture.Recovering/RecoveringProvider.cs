using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.Recovering;

/// <summary>Fails, in the way that its section says, as long as requests are for a host named <c>broken</c>.</summary>
[Provider("recovering")]
[ProviderOption("how", Default = "throw", Help = "throw, or hang until cancelled.")]
public sealed class RecoveringProvider(ProviderSettings settings, ILogger logger) : PollinateProvider
{
    private int _calls;

    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var call = Interlocked.Increment(ref _calls);
        logger.LogInformation("called");
        if (context.Hostname != "broken")
            return ProviderResult.Write(writer => writer.WriteNumberValue(call));
        if (settings.GetText("how") == "throw")
            throw new InvalidOperationException("broken on purpose");
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return ProviderResult.Nothing;
    }
}
