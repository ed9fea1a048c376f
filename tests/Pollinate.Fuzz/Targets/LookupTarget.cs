using Pollinate.Abstractions;
using Pollinate.Host.Lookups;

namespace Pollinate.Fuzz.Targets;

/// <summary>One service's answer to a lookup. Documented: <see cref="LookupException"/>.</summary>
internal sealed class LookupTarget<TResource> : IFuzzTarget
    where TResource : class
{
    private readonly IResourceSource<TResource> _source;
    private readonly Action<TResource> _use;
    private byte[] _input = [];

    /// <param name="name">The target's name.</param>
    /// <param name="source">Makes the source that is asked.</param>
    /// <param name="use">Reads all that providers can read of what it gives.</param>
    public LookupTarget(string name, Func<ResourceReader, IResourceSource<TResource>> source, Action<TResource> use)
    {
        Name = name;
        _source = source(new CannedCloud(_ => CannedAnswer.Read(_input, usualStatus: 200)).Reader);
        _use = use;
    }

    public string Name { get; }

    public InputShape Shape => InputShape.Answer;

    public bool Run(ReadOnlySpan<byte> input)
    {
        _input = input.ToArray();
        try
        {
            if (Completed.Of(_source.FetchAsync("0bb3fa3aa4de405cb4562d2efe937225", CancellationToken.None)) is { } resource)
                _use(resource);
            return true;
        }
        catch (LookupException)
        {
            return false;
        }
    }
}
