using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Pollinate.Providers.Keystone;

/// <summary>Tells the guest which project it belongs to: <c>{"project_id": …, "project_name": …}</c>.</summary>
[Provider("project_info", Aliases = ["pollinate.providers.keystone.KeystoneProvider"])]
[ProviderLookup(LookupKind.Project)]
public sealed partial class KeystoneProvider(ILookup<Project> projects, ILogger logger) : PollinateProvider
{
    /// <inheritdoc/>
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var project = await projects.FindAsync(context, context.ProjectId, cancellationToken);
        if (project is null)
        {
            LogNoSuchProject(logger, context.ProjectId);
            return ProviderResult.Nothing;
        }

        return new JsonObject { ["project_id"] = project.Id, ["project_name"] = project.Name };
    }

    [LoggerMessage(1, LogLevel.Warning, "Keystone knows no project {ProjectId}; the guest is not told its project.")]
    private static partial void LogNoSuchProject(ILogger logger, string projectId);
}
