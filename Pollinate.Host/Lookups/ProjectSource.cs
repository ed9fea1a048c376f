using Pollinate.Abstractions;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Lookups;

/// <summary>Projects of Keystone: <c>GET /v3/projects/{id}</c>.</summary>
internal sealed class ProjectSource(ResourceReader reader) : IResourceSource<Project>
{
    public async Task<Project?> FetchAsync(string id, CancellationToken cancellationToken) =>
        await reader.FindAsync("identity", "projects", "project", id, ["id", "name"], cancellationToken) is { } project
            ? new(JsonText.Of(project, "id")!, JsonText.Of(project, "name")!, project)
            : null;
}
