using System.Text.Json.Nodes;
using Pollinate.Abstractions;
using YamlDotNet.Serialization;

namespace Fixture.NewerPrivateDependency;

/// <summary>Says which YamlDotNet it runs with, and where that and the plugin itself were loaded from.</summary>
[Provider("newer_yaml_version")]
public sealed class NewerYamlVersionProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult>(new JsonObject
        {
            ["version"] = typeof(ISerializer).Assembly.GetName().Version!.ToString(),
            ["location"] = typeof(ISerializer).Assembly.Location,
            ["plugin_location"] = typeof(NewerYamlVersionProvider).Assembly.Location,
        });
}
