using System.Security.Cryptography;
using System.Text;
using Pollinate.Host.Authentication;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>The protection of an entry of the shared cache by itself.</summary>
internal sealed class TokenSealTests
{
    private const string Token = "gAAAAA-token";
    private const string Secret = "a secret of all hosts";

    private static readonly byte[] Entry = Encoding.UTF8.GetBytes("""{"token": "an entry that is longer than a block"}""");

    [Test]
    public void Any_entry_is_opened_as_it_was_sealed([Values("None", "MAC", "ENCRYPT", "encrypt")] string strategy, [Values(0, 1, 15, 16, 17, 5000)] int length)
    {
        var seal = Of(strategy);
        var entry = RandomNumberGenerator.GetBytes(length);

        seal.Open(Token, seal.Seal(Token, entry)).Should().Equal(entry);
    }

    [Test]
    public void Unprotected_it_is_what_it_is() => Of("None").Seal(Token, Entry).Should().BeSameAs(Entry);

    [TestCase("MAC"), TestCase("ENCRYPT")]
    public void Neither_another_token_nor_another_secret_nor_the_other_strategy_opens_it(string strategy)
    {
        var value = Of(strategy).Seal(Token, Entry);

        Of(strategy).Open("another-token", value).Should().BeNull();
        Of(strategy, "another secret").Open(Token, value).Should().BeNull();
        Of(strategy, secret: null).Open(Token, value).Should().BeNull();
        Of(strategy == "MAC" ? "ENCRYPT" : "MAC").Open(Token, value).Should().BeNull();
    }

    [TestCase("MAC"), TestCase("ENCRYPT")]
    public void Of_what_was_changed_anywhere_nothing_is_opened(string strategy)
    {
        var seal = Of(strategy);
        var value = seal.Seal(Token, Entry);

        for (var place = 0; place < value.Length; place++)
        {
            var changed = value.ToArray();
            changed[place] ^= 1;
            seal.Open(Token, changed).Should().BeNull($"byte {place} was changed");
            seal.Open(Token, value[..place]).Should().BeNull($"it was cut off after {place}");
        }
    }

    [Test]
    public void What_is_signed_but_neither_padded_nor_as_long_as_a_block_and_its_beginning_is_none_and_no_error()
    {
        var keys = HMACSHA384.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(Token + "ENCRYPT"));
        var seal = Of("ENCRYPT");

        foreach (var length in new[] { 0, 15, 16, 31, 32, 33, 48 })
            seal.Open(Token, Signed(Convert.ToBase64String(new byte[length]))).Should().BeNull($"of {length} bytes");
        seal.Open(Token, Signed("no base64!")).Should().BeNull();

        byte[] Signed(string body)
        {
            var bytes = Encoding.ASCII.GetBytes(body);
            return [.. Encoding.ASCII.GetBytes(Convert.ToBase64String(HMACSHA384.HashData(keys.AsSpan(16, 16), bytes))), .. bytes];
        }
    }

    [Test]
    public void Encrypted_it_is_never_the_same_twice_and_says_nothing()
    {
        var seal = Of("ENCRYPT");
        var (first, second) = (seal.Seal(Token, Entry), seal.Seal(Token, Entry));

        first.Should().NotEqual(second);
        Encoding.UTF8.GetString(Convert.FromBase64String(Encoding.ASCII.GetString(first[64..]))).Should().NotContain("token");
    }

    [Test]
    public void Each_strategy_each_secret_and_each_token_has_a_name_of_its_own()
    {
        var names = new[]
        {
            Of("None").KeyOf(Token), Of("MAC").KeyOf(Token), Of("ENCRYPT").KeyOf(Token), Of("MAC", "another").KeyOf(Token), Of("MAC").KeyOf("another"),
        };

        names.Should().OnlyHaveUniqueItems().And.OnlyContain(name => name.StartsWith("tokens/", StringComparison.Ordinal) && !name.Contains(Token));
    }

    private static TokenSeal Of(string strategy, string? secret = Secret) =>
        TokenSeal.Of(new() { MemcacheSecurityStrategy = strategy, MemcacheSecretKey = secret });
}
