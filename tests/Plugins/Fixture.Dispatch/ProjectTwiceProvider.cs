using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Looks up the same project twice at once, and another one that does not exist.</summary>
[Provider("project_twice")]
public sealed class ProjectTwiceProvider(ILookup<Project> projects) : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var both = await Task.WhenAll(
            projects.FindAsync(context, context.ProjectId, cancellationToken),
            projects.FindAsync(context, context.ProjectId, cancellationToken));
        var none = await projects.FindAsync(context, "no-such-project", cancellationToken);
        return ProviderResult.Write(writer => writer.WriteStringValue(
            $"{both[0]?.Name}|{ReferenceEquals(both[0], both[1])}|{none is null}"));
    }
}
