using System.Text.Json;
using System.Text.Json.Nodes;
using Pollinate.Abstractions;

namespace Fixture.ReflectionJson;

/// <summary>Serialises a type of its own by reflection, by which the framework's cache holds the plugin.</summary>
[Provider("reflection_json")]
public sealed class ReflectionJsonProvider : PollinateProvider
{
    /// <inheritdoc/>
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult>(JsonSerializer.SerializeToNode(new Answer(context.ProjectId))!.AsObject());

    private sealed record Answer(string Project);
}
