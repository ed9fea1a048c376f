using System.Collections.Frozen;
using System.Net.Security;

namespace Pollinate.Host.Tls;

/// <summary>
/// Cipher suites as operators write them, in OpenSSL's names (<c>ECDHE-RSA-AES128-GCM-SHA256</c>) or IANA's
/// (<c>TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256</c>), separated by colons, commas or blanks as in OpenSSL.
/// </summary>
internal static class CipherNames
{
    private static readonly char[] Separators = [':', ',', ' '];

    /// <summary>What OpenSSL speaks in TLS 1.3 unless it is told otherwise.</summary>
    private static readonly TlsCipherSuite[] UsualOfTls13 =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
    ];

    /// <summary>
    /// OpenSSL's names of the suites of TLS 1.2 that can be asked for: those with a certificate of RSA or ECDSA and with
    /// encryption. The names of TLS 1.3 are IANA's in OpenSSL, too.
    /// </summary>
    private static readonly FrozenDictionary<string, TlsCipherSuite> OpenSslNames = new Dictionary<string, TlsCipherSuite>
    {
        ["ECDHE-ECDSA-AES256-GCM-SHA384"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        ["ECDHE-RSA-AES256-GCM-SHA384"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        ["DHE-RSA-AES256-GCM-SHA384"] = TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384,
        ["ECDHE-ECDSA-CHACHA20-POLY1305"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        ["ECDHE-RSA-CHACHA20-POLY1305"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ["DHE-RSA-CHACHA20-POLY1305"] = TlsCipherSuite.TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ["ECDHE-ECDSA-AES256-CCM8"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8,
        ["ECDHE-ECDSA-AES256-CCM"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CCM,
        ["DHE-RSA-AES256-CCM8"] = TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_CCM_8,
        ["DHE-RSA-AES256-CCM"] = TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_CCM,
        ["ECDHE-ECDSA-ARIA256-GCM-SHA384"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_ARIA_256_GCM_SHA384,
        ["ECDHE-ARIA256-GCM-SHA384"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384,
        ["DHE-RSA-ARIA256-GCM-SHA384"] = TlsCipherSuite.TLS_DHE_RSA_WITH_ARIA_256_GCM_SHA384,
        ["ECDHE-ECDSA-AES128-GCM-SHA256"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        ["ECDHE-RSA-AES128-GCM-SHA256"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        ["DHE-RSA-AES128-GCM-SHA256"] = TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
        ["ECDHE-ECDSA-AES128-CCM8"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
        ["ECDHE-ECDSA-AES128-CCM"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
        ["DHE-RSA-AES128-CCM8"] = TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_CCM_8,
        ["DHE-RSA-AES128-CCM"] = TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_CCM,
        ["ECDHE-ECDSA-ARIA128-GCM-SHA256"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256,
        ["ECDHE-ARIA128-GCM-SHA256"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256,
        ["DHE-RSA-ARIA128-GCM-SHA256"] = TlsCipherSuite.TLS_DHE_RSA_WITH_ARIA_128_GCM_SHA256,
        ["ECDHE-ECDSA-AES256-SHA384"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
        ["ECDHE-RSA-AES256-SHA384"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
        ["DHE-RSA-AES256-SHA256"] = TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA256,
        ["ECDHE-ECDSA-CAMELLIA256-SHA384"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_CBC_SHA384,
        ["ECDHE-RSA-CAMELLIA256-SHA384"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_CAMELLIA_256_CBC_SHA384,
        ["DHE-RSA-CAMELLIA256-SHA256"] = TlsCipherSuite.TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA256,
        ["ECDHE-ECDSA-AES128-SHA256"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
        ["ECDHE-RSA-AES128-SHA256"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        ["DHE-RSA-AES128-SHA256"] = TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA256,
        ["ECDHE-ECDSA-CAMELLIA128-SHA256"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_CBC_SHA256,
        ["ECDHE-RSA-CAMELLIA128-SHA256"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256,
        ["DHE-RSA-CAMELLIA128-SHA256"] = TlsCipherSuite.TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA256,
        ["ECDHE-ECDSA-AES256-SHA"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
        ["ECDHE-RSA-AES256-SHA"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        ["DHE-RSA-AES256-SHA"] = TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA,
        ["DHE-RSA-CAMELLIA256-SHA"] = TlsCipherSuite.TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA,
        ["ECDHE-ECDSA-AES128-SHA"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        ["ECDHE-RSA-AES128-SHA"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        ["DHE-RSA-AES128-SHA"] = TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA,
        ["DHE-RSA-CAMELLIA128-SHA"] = TlsCipherSuite.TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA,
        ["AES256-GCM-SHA384"] = TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        ["AES256-CCM8"] = TlsCipherSuite.TLS_RSA_WITH_AES_256_CCM_8,
        ["AES256-CCM"] = TlsCipherSuite.TLS_RSA_WITH_AES_256_CCM,
        ["ARIA256-GCM-SHA384"] = TlsCipherSuite.TLS_RSA_WITH_ARIA_256_GCM_SHA384,
        ["AES128-GCM-SHA256"] = TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        ["AES128-CCM8"] = TlsCipherSuite.TLS_RSA_WITH_AES_128_CCM_8,
        ["AES128-CCM"] = TlsCipherSuite.TLS_RSA_WITH_AES_128_CCM,
        ["ARIA128-GCM-SHA256"] = TlsCipherSuite.TLS_RSA_WITH_ARIA_128_GCM_SHA256,
        ["AES256-SHA256"] = TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
        ["CAMELLIA256-SHA256"] = TlsCipherSuite.TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256,
        ["AES128-SHA256"] = TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256,
        ["CAMELLIA128-SHA256"] = TlsCipherSuite.TLS_RSA_WITH_CAMELLIA_128_CBC_SHA256,
        ["AES256-SHA"] = TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
        ["CAMELLIA256-SHA"] = TlsCipherSuite.TLS_RSA_WITH_CAMELLIA_256_CBC_SHA,
        ["AES128-SHA"] = TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
        ["CAMELLIA128-SHA"] = TlsCipherSuite.TLS_RSA_WITH_CAMELLIA_128_CBC_SHA,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, TlsCipherSuite> IanaNames = OpenSslNames.Values
        .Concat(UsualOfTls13)
        .Append(TlsCipherSuite.TLS_AES_128_CCM_SHA256)
        .Append(TlsCipherSuite.TLS_AES_128_CCM_8_SHA256)
        .ToFrozenDictionary(suite => suite.ToString(), StringComparer.Ordinal);

    /// <summary>
    /// The suites of a list, in its order. Without one of TLS 1.3 among them OpenSSL's usual ones of TLS 1.3 follow, as in
    /// OpenSSL, whose lists are of TLS 1.2 alone.
    /// </summary>
    /// <param name="text">The list; when it names nothing, the system's own choice counts.</param>
    /// <returns>The suites, none when the system chooses, and what of the list can't be used.</returns>
    public static (IReadOnlyList<TlsCipherSuite> Suites, IReadOnlyList<string> Unusable) Parse(string? text)
    {
        var names = (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var suites = names.Select(Find).OfType<TlsCipherSuite>().Distinct().ToList();
        if (suites.Count > 0 && !suites.Exists(IsOfTls13))
            suites.AddRange(UsualOfTls13);
        return (suites, [.. names.Where(name => Find(name) is null).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>What to say of an option that names suites that can't be used.</summary>
    /// <param name="option">The option, as <c>[section] name</c>.</param>
    /// <param name="unusable">What can't be used.</param>
    public static string Problem(string option, IReadOnlyList<string> unusable) =>
        $"{option}: {string.Join(", ", unusable)} can't be used; name single cipher suites as OpenSSL or IANA do, such as " +
        "ECDHE-RSA-AES256-GCM-SHA384 or TLS_AES_256_GCM_SHA384, separated by colons, without OpenSSL's keywords, ! and @. " +
        "When empty, the system chooses.";

    /// <summary>The policy for a list that can be used.</summary>
    /// <returns>Null when the system chooses.</returns>
    public static CipherSuitesPolicy? Policy(IReadOnlyList<TlsCipherSuite> suites) => suites.Count == 0 ? null : new(suites);

    private static TlsCipherSuite? Find(string name) =>
        OpenSslNames.TryGetValue(name, out var suite) || IanaNames.TryGetValue(name, out suite) ? suite : null;

    /// <summary>IANA gives those of TLS 1.3 the numbers from 0x1300 on.</summary>
    private static bool IsOfTls13(TlsCipherSuite suite) => (int)suite >> 8 == 0x13;
}
