using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Lookups;

/// <summary>Projects of Keystone: <c>GET /v3/projects/{id}</c>.</summary>
internal sealed class ProjectSource(IOpenStackSession session) : IResourceSource<Project>
{
    public async Task<Project?> FetchAsync(string id, CancellationToken cancellationToken)
    {
        ServiceAnswer answer;
        try
        {
            answer = await session.GetAsync("identity", $"projects/{Uri.EscapeDataString(id)}", cancellationToken);
        }
        catch (OpenStackException exception)
        {
            throw new LookupException(exception.Message, exception);
        }

        if (answer.IsNotFound)
            return null;
        return answer.Body.ValueKind == JsonValueKind.Object &&
            answer.Body.TryGetProperty("project", out var project) && project.ValueKind == JsonValueKind.Object &&
            project.TryGetProperty("id", out var projectId) && projectId.ValueKind == JsonValueKind.String &&
            project.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            ? new(projectId.GetString()!, name.GetString()!, project)
            : throw new LookupException($"identity: GET projects/{id}: the answer holds no project with an id and a name");
    }
}
