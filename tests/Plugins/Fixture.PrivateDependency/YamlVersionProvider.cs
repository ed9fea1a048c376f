using System.Text.Json.Nodes;
using Pollinate.Abstractions;
using YamlDotNet.Serialization;

namespace Fixture.PrivateDependency;

/// <summary>Says which YamlDotNet it runs with, and where that and the plugin itself were loaded from.</summary>
[Provider("yaml_version")]
public sealed class YamlVersionProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult>(new JsonObject
        {
            ["version"] = typeof(ISerializer).Assembly.GetName().Version!.ToString(),
            ["location"] = typeof(ISerializer).Assembly.Location,
            ["plugin_location"] = typeof(YamlVersionProvider).Assembly.Location,
        });
}
