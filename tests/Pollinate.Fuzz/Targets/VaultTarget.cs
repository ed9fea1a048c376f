using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Redaction;
using Pollinate.Host.Secrets;
using Pollinate.Host.Secrets.Vault;

namespace Pollinate.Fuzz.Targets;

/// <summary>One of Vault's answers. Documented: <see cref="SecretStoreException"/>.</summary>
internal sealed class VaultTarget : IFuzzTarget
{
    private static readonly byte[] Secrets = Encoding.UTF8.GetBytes("""{"data": {"data": {"LICENCE": "x"}, "metadata": {"version": 1}}}""");
    private static readonly byte[] Login = Encoding.UTF8.GetBytes("""{"auth": {"client_token": "hvs.x", "lease_duration": 100, "renewable": true}}""");

    private readonly string _answered;
    private readonly VaultOptions _options;

    /// <param name="name">The target's name.</param>
    /// <param name="answered">How the path of the call ends that the input answers.</param>
    /// <param name="options">How the daemon is configured.</param>
    public VaultTarget(string name, string answered, VaultOptions options)
    {
        Name = name;
        _answered = answered;
        _options = options with { Url = "http://vault.example.org:8200", Path = "pollinate" };
    }

    public string Name { get; }

    public InputShape Shape => InputShape.Answer;

    public bool Run(ReadOnlySpan<byte> input)
    {
        var answer = input.ToArray();
        using var handler = new CannedHandler(request => Answer(request.RequestUri!.AbsolutePath, answer));
        var clock = new StandingClock();
        var client = new VaultClient(new CannedClients(handler), _options, clock);
        var source = new VaultSecretSource(client, _options, new(client, _options, new Redactor().Register(), clock, NullLogger<VaultTokens>.Instance));
        var isTaken = Try(source);
        // Two thirds of the lease are over: the next one renews it.
        clock.Now += TimeSpan.FromSeconds(80);
        return Try(source) && isTaken;
    }

    private static bool Try(VaultSecretSource source)
    {
        try
        {
            return Completed.Of(source.FetchAsync(CancellationToken.None)).Count >= 0;
        }
        catch (SecretStoreException)
        {
            return false;
        }
    }

    private HttpResponseMessage Answer(string path, byte[] answer) =>
        path.EndsWith(_answered, StringComparison.Ordinal) ? CannedAnswer.Read(answer, usualStatus: 200)
        : path.EndsWith("/login", StringComparison.Ordinal) || path.EndsWith("/renew-self", StringComparison.Ordinal) ? CannedCloud.Json(Login)
        : CannedCloud.Json(Secrets, HttpStatusCode.OK);

    private sealed class CannedClients(CannedHandler handler) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(handler, disposeHandler: false) { MaxResponseContentBufferSize = VaultClient.LargestBody };
    }

    private sealed class StandingClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
