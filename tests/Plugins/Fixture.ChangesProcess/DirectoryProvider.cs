using Pollinate.Abstractions;

namespace Fixture.ChangesProcess;

/// <summary>Changes the working directory.</summary>
[Provider("changes_directory")]
public sealed class DirectoryProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        Directory.SetCurrentDirectory("/proc");
        return Task.FromResult(ProviderResult.Nothing);
    }
}
