using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pollinate.Host.Commands;
using Pollinate.Host.Tests.Commands;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Listening;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Tls;

/// <summary>What <c>[ssl]</c> does with connections, and with its files while it serves.</summary>
internal sealed class ListenerTlsTests
{
    private const string Ask = "GET /healthcheck HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private TemporaryFolder _folder = null!;
    private TestAuthority _root = null!;
    private TestAuthority _below = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new();
        _root = new("root");
        _below = new("below", _root);
    }

    [TearDown]
    public void TearDown()
    {
        _below.Dispose();
        _root.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task The_whole_chain_of_cert_file_is_sent_and_plain_HTTP_is_not_spoken_there()
    {
        var (certificate, key, thumbprint) = _below.Sign("pollinate");
        await using var daemon = await StartAsync($"cert_file = {Write("cert.pem", certificate + _below.Pem)}\nkey_file = {Write("key.pem", key)}\n");

        // The client knows the root alone.
        (await AskAsync(daemon)).Should().Be((thumbprint, "200 OK"));

        daemon.Client.BaseAddress!.Scheme.Should().Be("https");
        RawExchange.Statuses(await RawExchange.SendAsync(daemon.Client.BaseAddress.Port, Encoding.ASCII.GetBytes(Ask))).Should().BeEmpty();
        daemon.Log.Should().Contain("TLS with the certificate of CN=pollinate, valid until");
    }

    [Test]
    public async Task A_file_with_certificate_and_key_is_enough()
    {
        var (certificate, key, thumbprint) = _root.Sign("pollinate");
        await using var daemon = await StartAsync($"cert_file = {Write("both.pem", key + certificate)}\n");

        (await AskAsync(daemon)).Thumbprint.Should().Be(thumbprint);
    }

    [Test]
    public async Task Whoever_knows_another_authority_refuses_the_daemon()
    {
        using var other = new TestAuthority("other");
        await using var daemon = await StartAsync(Signed());

        var ask = () => AskAsync(daemon, root: other);

        await ask.Should().ThrowAsync<AuthenticationException>();
    }

    [TestCase("", SslProtocols.Tls12, true)]
    [TestCase("", SslProtocols.Tls13, true)]
    [TestCase("version = TLSv1.2", SslProtocols.Tls12, true)]
    [TestCase("version = TLSv1_3", SslProtocols.Tls13, true)]
    [TestCase("version = tlsv1.3", SslProtocols.Tls12, false)]
    public async Task A_version_is_the_oldest_that_is_spoken(string option, SslProtocols spoken, bool isServed)
    {
        await using var daemon = await StartAsync(Signed() + option);

        var ask = () => AskAsync(daemon, new() { EnabledSslProtocols = spoken });

        if (isServed)
            await ask.Should().NotThrowAsync();
        else
            await ask.Should().ThrowAsync<AuthenticationException>();
    }

    [Test]
    public async Task Cipher_suites_that_are_not_named_are_not_spoken()
    {
        await using var daemon = await StartAsync(Signed() + "ciphers = ECDHE-ECDSA-AES256-GCM-SHA384:TLS_AES_256_GCM_SHA384\n");

        foreach (var (version, good, bad) in new[]
        {
            (SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
            (SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_AES_128_GCM_SHA256),
        })
        {
            await AskAsync(daemon, new() { EnabledSslProtocols = version, CipherSuitesPolicy = new([good]) });
            var ask = () => AskAsync(daemon, new() { EnabledSslProtocols = version, CipherSuitesPolicy = new([bad]) });
            await ask.Should().ThrowAsync<AuthenticationException>(because: $"{bad}");
        }
    }

    [Test]
    public async Task Only_HTTP_1_1_is_agreed_on()
    {
        await using var daemon = await StartAsync(Signed());

        await AskAsync(daemon, new() { ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] });
        var ask = () => AskAsync(daemon, new() { ApplicationProtocols = [SslApplicationProtocol.Http2] });

        await ask.Should().ThrowAsync<AuthenticationException>();
    }

    [Test]
    public async Task Whoever_does_not_finish_the_handshake_is_cut_off()
    {
        await using var daemon = await StartAsync(Signed());

        // The beginning of a greeting; it ends when the server closes.
        var answers = await Task.WhenAll(
            RawExchange.SendAsync(daemon.Client.BaseAddress!.Port, []),
            RawExchange.SendAsync(daemon.Client.BaseAddress!.Port, [0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));

        answers.Should().OnlyContain(answer => !answer.Contains("HTTP", StringComparison.Ordinal));
    }

    [Test]
    public async Task With_ca_file_only_who_shows_a_certificate_of_that_authority_is_served()
    {
        using var other = new TestAuthority("other");
        await using var daemon = await StartAsync(Signed() + $"ca_file = {Write("clients.pem", _root.Pem)}\n");

        (await AskAsync(daemon, With(_root.Sign("nova")))).Answer.Should().Be("200 OK");

        foreach (var refused in new[] { new(), With(other.Sign("nova")), With(_root.Sign("nova", -3, -2)) })
        {
            // TLS 1.3 tells a client of it only when it reads.
            var ask = async () => (await AskAsync(daemon, refused)).Answer;
            (await AnswerOrNothingAsync(ask)).Should().BeEmpty();
        }

        daemon.Log.Should().NotContain("ERROR").And.NotContain("WARN");
    }

    [TestCase("written over")]
    [TestCase("renamed into place")]
    [TestCase("behind a link")]
    public async Task A_new_certificate_serves_new_connections_and_those_that_there_are_live_on(string how)
    {
        var first = _root.Sign("first");
        var second = _below.Sign("second");
        Put(how, "1", first.Certificate, first.Key);
        await using var daemon = await StartAsync($"cert_file = {_folder.Combine("live", "cert.pem")}\nkey_file = {_folder.Combine("live", "key.pem")}\n");
        (await AskAsync(daemon)).Thumbprint.Should().Be(first.Thumbprint);
        using var old = ClientTrusting(_root);
        (await old.GetStringAsync(new Uri(daemon.Client.BaseAddress!, "healthcheck"))).Should().Be("OK");

        Put(how, "2", second.Certificate + _below.Pem, second.Key);

        await Eventually.TrueAsync(() => daemon.Log.Contains("new connections get the certificate of CN=second", StringComparison.Ordinal));
        (await AskAsync(daemon)).Thumbprint.Should().Be(second.Thumbprint);
        (await old.GetStringAsync(new Uri(daemon.Client.BaseAddress!, "healthcheck"))).Should().Be("OK");
        daemon.Log.Should().NotContain("can't be used");
    }

    [Test]
    public async Task A_broken_new_file_keeps_the_old_certificate_with_one_warning_until_it_is_mended()
    {
        var first = _root.Sign("first");
        var second = _root.Sign("second");
        var (cert, key) = (Write("cert.pem", first.Certificate), Write("key.pem", first.Key));
        await using var daemon = await StartAsync($"cert_file = {cert}\nkey_file = {key}\n");

        File.WriteAllText(cert, second.Certificate);

        await Eventually.TrueAsync(() => daemon.Log.Contains("connections get the old certificate", StringComparison.Ordinal));
        (await AskAsync(daemon)).Thumbprint.Should().Be(first.Thumbprint);
        File.WriteAllText(key, second.Key);
        await Eventually.TrueAsync(() => daemon.Log.Contains("new connections get the certificate of CN=second", StringComparison.Ordinal));
        (await AskAsync(daemon)).Thumbprint.Should().Be(second.Thumbprint);
        daemon.Log.Split('\n').Where(line => line.Contains("connections get the old certificate")).Should().ContainSingle()
            .Which.Should().Contain($"[ssl] key_file: the key in {key} is not that of the first certificate in {cert}");
        daemon.Log.Should().NotContain("PRIVATE KEY");
    }

    [TestCase(-3, -2, "has expired at")]
    [TestCase(2, 3, "is not valid before")]
    public async Task A_certificate_that_is_not_valid_now_is_served_with_one_warning(int from, int until, string said)
    {
        var (certificate, key, thumbprint) = _root.Sign("pollinate", from, until);
        await using var daemon = await StartAsync($"cert_file = {Write("cert.pem", certificate + key)}\n");

        await Eventually.TrueAsync(() => daemon.Log.Contains(said, StringComparison.Ordinal));

        var whenever = Trust(_root);
        whenever.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        (await AskAsync(daemon, new() { CertificateChainPolicy = whenever })).Thumbprint.Should().Be(thumbprint);
        daemon.Log.Split('\n').Where(line => line.Contains(said)).Should().ContainSingle()
            .Which.Should().Contain("[ssl] cert_file: the certificate of CN=pollinate").And.Contain("without a restart");
    }

    /// <summary>What is wrong with the files, and what is said of it.</summary>
    private static IEnumerable<TestCaseData> Wrongs()
    {
        yield return Case("missing certificate", "cert_file = {0}/none.pem", "[ssl] cert_file: {0}/none.pem does not exist");
        yield return Case("missing key", "cert_file = {0}/cert.pem\nkey_file = {0}/none/key.pem", "[ssl] key_file: {0}/none/key.pem does not exist");
        yield return Case("no certificate", "cert_file = {0}/key.pem", "[ssl] cert_file: {0}/key.pem holds no PEM certificate");
        yield return Case("a broken certificate", "cert_file = {0}/broken.pem", "[ssl] cert_file: {0}/broken.pem can't be read as PEM certificates");
        yield return Case("no key", "cert_file = {0}/cert.pem", "[ssl] cert_file: {0}/cert.pem holds no PEM private key");
        yield return Case("another's key", "cert_file = {0}/cert.pem\nkey_file = {0}/other.pem", "[ssl] key_file: the key in {0}/other.pem is not that of");
        yield return Case("a key of another kind", "cert_file = {0}/cert.pem\nkey_file = {0}/rsa.pem", "[ssl] key_file: the key in {0}/rsa.pem is not that of");
        yield return Case("an encrypted key", "cert_file = {0}/cert.pem\nkey_file = {0}/encrypted.pem", "[ssl] key_file: the key in {0}/encrypted.pem is encrypted");
        yield return Case("an encrypted key of the old form", "cert_file = {0}/cert.pem\nkey_file = {0}/old.pem", "[ssl] key_file: the key in {0}/old.pem is encrypted");
        yield return Case("no authority", "cert_file = {0}/cert.pem\nkey_file = {0}/key.pem\nca_file = {0}/key.pem", "[ssl] ca_file: {0}/key.pem holds no PEM certificate");
        yield return Case("a folder", "cert_file = {0}", "[ssl] cert_file: {0} can't be read");
        yield return Case("a key alone", "key_file = {0}/key.pem", "[ssl] key_file is set and cert_file is not");
        yield return Case("an authority alone", "ca_file = {0}/cert.pem", "[ssl] ca_file is set and cert_file is not");
        yield return Case("an old version", "version = TLSv1", "[ssl] version: 'TLSv1' is none of the values allowed: use TLSv1.2, TLSv1.3");
        yield return Case("unknown ciphers", "cert_file = {0}/cert.pem\nkey_file = {0}/key.pem\nciphers = HIGH:AES128-SHA:!MD5", "[ssl] ciphers: HIGH, !MD5 can't be used");

        static TestCaseData Case(string name, string section, string said) => new TestCaseData(section, said).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Wrongs))]
    public async Task What_is_wrong_is_one_error_at_the_start_and_of_check(string section, string said)
    {
        var (certificate, key, _) = _root.Sign("pollinate");
        Write("cert.pem", certificate);
        Write("key.pem", key);
        Write("other.pem", _root.Sign("other").Key);
        Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        using (var rsa = RSA.Create(2048))
        {
            Write("rsa.pem", rsa.ExportPkcs8PrivateKeyPem());
            Write("encrypted.pem", rsa.ExportEncryptedPkcs8PrivateKeyPem("passphrase", new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)));
        }

        Write("old.pem", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        var configuration = $"[DEFAULT]\nauth_strategy = noauth\n[ssl]\n{section.Replace("{0}", _folder.Path, StringComparison.Ordinal)}\n";
        var expected = said.Replace("{0}", _folder.Path, StringComparison.Ordinal);

        var (code, errors) = await RunningDaemon.TryStartAsync(configuration);
        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain(expected);

        using var command = new CommandUnderTest();
        var result = await command.RunAsync(configuration, CheckedLines.RunAsync);
        result.Code.Should().Be(CheckCommand.Failed);
        result.ErrorLines.Where(line => line.Contains("error: ")).Should().ContainSingle().Which.Should().Contain(expected);
    }

    [Test]
    public async Task Check_warns_of_a_certificate_that_has_expired()
    {
        var (certificate, key, _) = _root.Sign("pollinate", -3, -2);
        Write("cert.pem", certificate + key);
        using var command = new CommandUnderTest();

        var result = await command.RunAsync(
            $"[ssl]\ncert_file = {_folder.Combine("cert.pem")}\n", CheckedLines.RunAsync);

        result.Code.Should().Be(0);
        result.ErrorLines.Should().ContainSingle(line => line.Contains("warning: [ssl] cert_file: the certificate of CN=pollinate") && line.Contains("has expired at"));
    }

    private static Task<RunningDaemon> StartAsync(string section) => RunningDaemon.StartAsync($"[DEFAULT]\nauth_strategy = noauth\nproviders = Fixture.Dispatch.EchoProvider\n[ssl]\n{section}");

    private static SslClientAuthenticationOptions With((string Certificate, string Key, string Thumbprint) signed)
    {
        using var ephemeral = X509Certificate2.CreateFromPem(signed.Certificate, signed.Key);
        var certificate = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
        return new() { ClientCertificates = [certificate], LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate };
    }

    private static async Task<string> AnswerOrNothingAsync(Func<Task<string>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            return "";
        }
    }

    /// <summary>Asks on a connection of its own.</summary>
    /// <returns>The thumbprint of the daemon's certificate, and the status line's end.</returns>
    private async Task<(string Thumbprint, string Answer)> AskAsync(RunningDaemon daemon, SslClientAuthenticationOptions? options = null, TestAuthority? root = null)
    {
        options ??= new();
        options.TargetHost = "127.0.0.1";
        options.CertificateChainPolicy ??= Trust(root ?? _root);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, daemon.Client.BaseAddress!.Port);
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(options);
        var thumbprint = ((X509Certificate2)stream.RemoteCertificate!).Thumbprint;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Ask));
        using var reader = new StreamReader(stream);
        var line = await reader.ReadLineAsync() ?? "";
        return (thumbprint, line.Replace("HTTP/1.1 ", "", StringComparison.Ordinal));
    }

    private static HttpClient ClientTrusting(TestAuthority root) => new(new SocketsHttpHandler
    {
        SslOptions = new() { CertificateChainPolicy = Trust(root) },
    });

    private static X509ChainPolicy Trust(TestAuthority root)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root.Certificate);
        return policy;
    }

    private string Signed()
    {
        var (certificate, key, _) = _root.Sign("pollinate");
        return $"cert_file = {Write("signed.pem", certificate + key)}\n";
    }

    /// <summary>Puts certificate and key into the folder <c>live</c>, as programs that renew certificates do.</summary>
    private void Put(string how, string version, string certificate, string key)
    {
        var live = _folder.Combine("live");
        if (how == "behind a link")
        {
            // As Kubernetes mounts secrets, and certbot links to its archive.
            Write(Path.Combine(version, "cert.pem"), certificate);
            Write(Path.Combine(version, "key.pem"), key);
            File.CreateSymbolicLink(_folder.Combine("data.new"), version);
            // .NET moves no link to a folder over another.
            using (var move = Process.Start("mv", ["-T", _folder.Combine("data.new"), _folder.Combine("data")]))
                move.WaitForExit();
            if (version != "1")
                return;
            Directory.CreateDirectory(live);
            foreach (var name in new[] { "cert.pem", "key.pem" })
                File.CreateSymbolicLink(Path.Combine(live, name), Path.Combine("..", "data", name));
            return;
        }

        Directory.CreateDirectory(live);
        foreach (var (name, text) in new[] { ("cert.pem", certificate), ("key.pem", key) })
        {
            var path = Path.Combine(live, name);
            File.WriteAllText(how == "renamed into place" ? path + ".new" : path, text);
            if (how == "renamed into place")
                File.Move(path + ".new", path, overwrite: true);
        }
    }

    private string Write(string name, string text) => _folder.Write(name, text);
}
