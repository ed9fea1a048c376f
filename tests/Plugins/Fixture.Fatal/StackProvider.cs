using System.Runtime.CompilerServices;
using Pollinate.Abstractions;

namespace Fixture.Fatal;

/// <summary>Overflows the stack.</summary>
[Provider("overflows_stack")]
public sealed class StackProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Parse([(byte)('0' + Descend(1) % 10)]));

    // The call is not the last thing that it does, so it can't become a jump.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Descend(int depth) => depth < 0 ? depth : Descend(depth + 1) + 1;
}
