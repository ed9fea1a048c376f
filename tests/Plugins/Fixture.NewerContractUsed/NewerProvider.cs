using Pollinate.Abstractions;

namespace Fixture.NewerContractUsed;

/// <summary>Uses a type that only a newer contract has, a member and a parameter, and all of them at a request alone.</summary>
[Provider("newer_used")]
public sealed class NewerProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(context.ProjectId switch
        {
            "type" => ProviderResult.Write(writer => writer.WriteStringValue(new Announcement("new").Text)),
            "member" => ProviderResult.FromText("new"),
            _ => ProviderResult.Parse("1"u8),
        });
}
