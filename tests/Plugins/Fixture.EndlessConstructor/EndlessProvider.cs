using Pollinate.Abstractions;

namespace Fixture.EndlessConstructor;

/// <summary>Its constructor does not return before there is a file, and its disposal leaves another beside that.</summary>
[Provider("endless")]
[ProviderOption("until")]
public sealed class EndlessProvider : PollinateProvider, IDisposable
{
    private readonly string _until;

    public EndlessProvider(ProviderSettings settings)
    {
        _until = settings.GetText("until") ?? "/nowhere/at/all";
        using var never = new ManualResetEventSlim();
        while (!File.Exists(_until))
            never.Wait(10);
    }

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Nothing);

    public void Dispose() => File.WriteAllText(_until + ".disposed", "");
}
