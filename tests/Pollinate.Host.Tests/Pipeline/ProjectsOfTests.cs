using System.Collections.Concurrent;
using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.Lookups;

namespace Pollinate.Host.Tests.Pipeline;

/// <summary>Projects without a Keystone: every id but one that begins with <c>no</c> has one.</summary>
internal sealed class ProjectsOfTests : IResourceSource<Project>
{
    public ConcurrentQueue<string> Fetched { get; } = new();

    /// <summary>Held back until this is completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Exception? Failure { get; set; }

    public async Task<Project?> FetchAsync(string id, CancellationToken cancellationToken)
    {
        Fetched.Enqueue(id);
        await Gate.WaitAsync(cancellationToken);
        if (Failure is not null)
            throw Failure;
        return id.StartsWith("no", StringComparison.Ordinal)
            ? null
            : new Project(id, "name of " + id, JsonElement.Parse("{}"u8));
    }
}
