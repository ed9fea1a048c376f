using Pollinate.Abstractions;
using YamlDotNet.Serialization;

namespace Fixture.MissingDependency;

/// <summary>Needs a library, at a request alone, that is not in its folder.</summary>
[Provider("missing")]
public sealed class MissingProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Write(writer => writer.WriteStringValue(new SerializerBuilder().Build().Serialize(1))));
}
