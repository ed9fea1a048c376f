using Pollinate.Host.Caching;

namespace Pollinate.Fuzz.Targets;

/// <summary>What memcached answers to a get, a set and a delete. Documented: <see cref="CacheException"/>.</summary>
/// <param name="name">The target's name.</param>
/// <param name="shape">What the answers look like.</param>
/// <param name="open">Makes what speaks the protocol on a connection.</param>
internal sealed class MemcachedTarget(string name, InputShape shape, Func<MemcachedStream, IMemcachedProtocol> open) : IFuzzTarget
{
    /// <summary>The key that is asked for.</summary>
    public const string Key = "tokens/0123";

    private static readonly byte[] Value = new byte[10];

    public string Name => name;

    public InputShape Shape => shape;

    // Room for the largest value is made before it is read, as soon as its length is known to be allowed.
    public MemoryAllowance Memory => new(2 * 1024 * 1024, 64);

    public bool Run(ReadOnlySpan<byte> input)
    {
        var protocol = open(new MemcachedStream(new CannedStream(input.ToArray())));
        try
        {
            var value = Completed.Of(protocol.GetAsync(Key, CancellationToken.None).AsTask());
            Expect.That(value is null || value.Length <= MemcachedCache.LargestValue, "a value is larger than any may be");
            Expect.That(value is null || value.Length <= input.Length, "a value is longer than what was said");
            Completed.Of(protocol.SetAsync(Key, Value, 300, CancellationToken.None).AsTask());
            Completed.Of(DeleteAsync(protocol));
            return true;
        }
        catch (CacheException)
        {
            return false;
        }
    }

    private static async Task<bool> DeleteAsync(IMemcachedProtocol protocol)
    {
        await protocol.DeleteAsync(Key, CancellationToken.None);
        return true;
    }
}
