using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.Lookups;

namespace Pollinate.Host.Tests.Lookups;

/// <summary>Images whose fetching a test holds back, fails and counts.</summary>
internal sealed class SourceOfTests : IResourceSource<Image>
{
    private int _calls;

    public int Calls => _calls;

    public Task Gate { get; set; } = Task.CompletedTask;

    public Exception? Failure { get; set; }

    public async Task<Image?> FetchAsync(string id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        await Gate.WaitAsync(cancellationToken);
        if (Failure is not null)
            throw Failure;
        return id == "none" ? null : new(id, JsonElement.Parse("{}"));
    }
}
