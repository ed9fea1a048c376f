using Pollinate.Abstractions;

namespace Fixture.Lookups;

/// <summary>Tells the project's name.</summary>
[Provider("a_project")]
[ProviderLookup(LookupKind.Project)]
public sealed class AProjectProvider(ILookup<Project> projects) : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Text.Of((await projects.FindAsync(context, context.ProjectId, cancellationToken))?.Name);
}
