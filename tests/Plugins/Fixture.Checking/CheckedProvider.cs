using Pollinate.Abstractions;

namespace Fixture.Checking;

/// <summary>Checks itself in the way that its name says, and gives one.</summary>
public abstract class CheckedProvider : PollinateProvider, IDisposable
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Write(writer => writer.WriteNumberValue(1)));

    public void Dispose()
    {
        Gate.Open();
        GC.SuppressFinalize(this);
    }
}
