using Pollinate.Abstractions;

namespace Fixture.Prints;

/// <summary>Prints to the console when it is constructed and when it runs.</summary>
[Provider("printing")]
public sealed class PrintingProvider : PollinateProvider
{
    public PrintingProvider() => Console.WriteLine("printed by the constructor");

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        Console.WriteLine("printed by the run");
        return Task.FromResult(ProviderResult.Parse("true"u8.ToArray()));
    }
}
