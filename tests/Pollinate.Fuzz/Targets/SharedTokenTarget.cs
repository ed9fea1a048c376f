using Pollinate.Host.Authentication;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;

namespace Pollinate.Fuzz.Targets;

/// <summary>
/// A token's entry in the shared cache, which anybody may have written: as what is sealed, and as what was in the seal.
/// Documented: null, and <see cref="OpenStackException"/> of the reading.
/// </summary>
internal sealed class SharedTokenTarget : IFuzzTarget
{
    private const string Token = "gAAAAABtoken";
    private const string OtherToken = "gAAAAABother";

    // Half a minute after the seeds were written.
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_795_867_230_000);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly TokenSeal[] _seals =
    [
        .. new[] { "MAC", "ENCRYPT" }.Select(strategy => TokenSeal.Of(new() { MemcacheSecurityStrategy = strategy, MemcacheSecretKey = "secret" })),
    ];

    public string Name => "shared-token";

    public InputShape Shape => InputShape.Json;

    // Beside Keystone's answer, which it is, it is sealed and opened twice.
    public MemoryAllowance Memory => new(1024 * 1024, 1024);

    public bool Run(ReadOnlySpan<byte> input)
    {
        var entry = input.ToArray();
        foreach (var seal in _seals)
        {
            Expect.That(seal.Open(Token, entry) is null, "what nobody sealed is believed");
            var value = seal.Seal(Token, entry);
            Expect.That(seal.Open(Token, value) is { } opened && opened.AsSpan().SequenceEqual(entry), "what was sealed can't be opened");
            Expect.That(seal.Open(OtherToken, value) is null, "what was sealed for another token is believed");
            value[^1] ^= 1;
            Expect.That(seal.Open(Token, value) is null, "what was changed is believed");
        }

        return Read(entry, withCatalog: true) | Read(entry, withCatalog: false);
    }

    private static bool Read(byte[] entry, bool withCatalog)
    {
        try
        {
            var found = SharedTokenEntry.Read(entry, withCatalog, Lifetime, Now);
            Expect.That(found is null || (found.Age >= TimeSpan.Zero && found.Age <= Lifetime), "an entry is older than it may be");
            return found is not null;
        }
        catch (OpenStackException)
        {
            return false;
        }
    }
}
