using System.Globalization;
using BenchmarkDotNet.Attributes;
using Pollinate.Host.Authentication;

namespace Pollinate.Benchmarks.Authentication;

/// <summary>What a token costs that Keystone has been asked about already.</summary>
[MemoryDiagnoser]
public class TokenBenchmarks
{
    /// <summary>As long as a Fernet token of a project is.</summary>
    private const int Length = 183;
    private const int Kept = 1000;

    private readonly TokenCache _cache = new(TimeSpan.FromHours(1), TimeProvider.System);
    private readonly string _token = Token(Kept / 2);

    [GlobalSetup]
    public void SetUp()
    {
        for (var number = 0; number < Kept; number++)
            _cache.Add(TokenHash.Of(Token(number)), Validated());
    }

    [Benchmark(Description = "hash of a token")]
    public int Hash() => TokenHash.Of(_token).GetHashCode();

    [Benchmark(Description = "hash of a token and its look-up among 1000")]
    public bool CacheHit() => _cache.TryGet(TokenHash.Of(_token), out _);

    private static string Token(int number) => "gAAAAA" + number.ToString(CultureInfo.InvariantCulture).PadLeft(Length - "gAAAAA".Length, 'x');

    private static ValidatedToken Validated() => new()
    {
        ExpiresAt = DateTimeOffset.MaxValue,
        UserHeaders = [new("X-User-Name", "nova"), new("X-Roles", "service")],
        ServiceHeaders = [],
        Identity = new(IdentityStatus.Confirmed, new()),
        Bind = TokenBind.None,
        AccessRules = null,
    };
}
