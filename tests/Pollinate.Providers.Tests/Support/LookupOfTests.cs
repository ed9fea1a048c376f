using System.Collections.Concurrent;
using Pollinate.Abstractions;

namespace Pollinate.Providers.Tests.Support;

/// <summary>What there is of one kind of resource, by id; whatever was not added does not exist.</summary>
internal sealed class LookupOfTests<TResource> : ILookup<TResource>
    where TResource : class
{
    private readonly Dictionary<string, TResource> _resources = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _asked = new();

    /// <summary>The ids that were asked for, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>Answers are held back until this is completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Exception? Failure { get; set; }

    public TResource this[string id]
    {
        set => _resources[id] = value;
    }

    public async Task<TResource?> FindAsync(VendordataContext context, string id, CancellationToken cancellationToken)
    {
        _asked.Enqueue(id);
        await Gate.WaitAsync(cancellationToken);
        return Failure is null ? _resources.GetValueOrDefault(id) : throw Failure;
    }
}
