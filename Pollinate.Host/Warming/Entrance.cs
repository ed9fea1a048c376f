using System.Security.Cryptography;
using System.Text;

namespace Pollinate.Host.Warming;

/// <summary>
/// The server's first step: everybody's requests go the ordinary way, but while the daemon warms up its own that come over the
/// same listener, which it knows by a secret of the moment, are rehearsals. Safe for any thread.
/// </summary>
/// <param name="ordinary">Everybody's way.</param>
internal sealed class Entrance(RequestDelegate ordinary)
{
    /// <summary>The header with the secret.</summary>
    public const string Header = "x-nova-pollinate-warm-up";

    private const int SecretBytes = 32;

    private volatile Rehearsal? _rehearsal;

    public Task HandleAsync(HttpContext context) =>
        _rehearsal is { } rehearsal && rehearsal.IsMeant(context.Request) ? rehearsal.Handle(context) : ordinary(context);

    /// <summary>Has the daemon's own requests go another way.</summary>
    /// <param name="handle">That way.</param>
    /// <returns>The secret that they are known by until <see cref="Close"/>.</returns>
    public string Open(RequestDelegate handle)
    {
        var secret = RandomNumberGenerator.GetHexString(SecretBytes * 2, lowercase: true);
        _rehearsal = new(Encoding.ASCII.GetBytes(secret), handle);
        return secret;
    }

    /// <summary>From now on nobody's request is one.</summary>
    public void Close() => _rehearsal = null;

    private sealed record Rehearsal(byte[] Secret, RequestDelegate Handle)
    {
        public bool IsMeant(HttpRequest request) =>
            request.Headers[Header] is [{ } given] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Secret);
    }
}
