using System.Runtime.CompilerServices;
using Pollinate.Abstractions;

namespace Fixture.Background;

/// <summary>Leaves an object behind whose finalizer throws.</summary>
[Provider("background_finalizer")]
public sealed class FinalizerProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        Litter();
        return Task.FromResult(ProviderResult.Nothing);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Litter() => _ = new Litterer();

    private sealed class Litterer
    {
        private readonly string _text = "thrown in a finalizer";

        ~Litterer()
        {
            if (_text.Length > 0)
                throw new InvalidOperationException(_text);
        }
    }
}
