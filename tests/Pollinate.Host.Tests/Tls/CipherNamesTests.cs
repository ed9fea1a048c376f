using System.Net.Security;
using Pollinate.Host.Tls;

namespace Pollinate.Host.Tests.Tls;

/// <summary>How the names of cipher suites are read.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class CipherNamesTests
{
    [TestCase("ECDHE-RSA-AES128-GCM-SHA256", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)]
    [TestCase("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)]
    [TestCase("ECDHE-ECDSA-CHACHA20-POLY1305", TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256)]
    [TestCase("AES256-SHA", TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA)]
    public void A_suite_of_TLS_1_2_has_two_names_and_leaves_TLS_1_3_as_it_is(string name, TlsCipherSuite suite)
    {
        var (suites, unusable) = CipherNames.Parse(name);

        suites.Should().Equal(
            suite, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_AES_128_GCM_SHA256);
        unusable.Should().BeEmpty();
        CipherNames.Policy(suites)!.AllowedCipherSuites.Should().Contain(suite);
    }

    [Test]
    public void A_suite_of_TLS_1_3_stands_alone() =>
        CipherNames.Parse("TLS_AES_128_GCM_SHA256").Suites.Should().Equal(TlsCipherSuite.TLS_AES_128_GCM_SHA256);

    [TestCase("TLS_AES_128_GCM_SHA256:AES128-SHA")]
    [TestCase("TLS_AES_128_GCM_SHA256,AES128-SHA")]
    [TestCase(" TLS_AES_128_GCM_SHA256  AES128-SHA:TLS_AES_128_GCM_SHA256:")]
    public void A_list_is_separated_as_in_OpenSSL_and_keeps_its_order(string text) =>
        CipherNames.Parse(text).Suites.Should().Equal(TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA);

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" : ")]
    public void Without_a_name_the_system_chooses(string? text)
    {
        var (suites, unusable) = CipherNames.Parse(text);

        CipherNames.Policy(suites).Should().BeNull();
        unusable.Should().BeEmpty();
    }

    [Test]
    public void What_can_not_be_used_is_listed_whole_and_once()
    {
        var (suites, unusable) = CipherNames.Parse("HIGH:!aNULL:AES128-SHA:NULL-SHA256:ecdhe-rsa-aes128-gcm-sha256:TLS_NULL_WITH_NULL_NULL:HIGH");

        suites.Should().Contain(TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA);
        unusable.Should().Equal("HIGH", "!aNULL", "NULL-SHA256", "ecdhe-rsa-aes128-gcm-sha256", "TLS_NULL_WITH_NULL_NULL");
        CipherNames.Problem("[ssl] ciphers", unusable).Should()
            .StartWith("[ssl] ciphers: HIGH, !aNULL, NULL-SHA256, ecdhe-rsa-aes128-gcm-sha256, TLS_NULL_WITH_NULL_NULL can't be used; ");
    }
}
