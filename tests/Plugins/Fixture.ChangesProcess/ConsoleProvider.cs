using Pollinate.Abstractions;

namespace Fixture.ChangesProcess;

/// <summary>Keeps for itself what anybody writes to the console, and what anybody would read.</summary>
[Provider("changes_console")]
public sealed class ConsoleProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        Console.SetOut(new StringWriter());
        Console.SetError(new StringWriter());
        Console.SetIn(new StringReader("not what came in"));
        return Task.FromResult(ProviderResult.Nothing);
    }
}
