using System.Buffers;
using System.Text.Json;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Authentication;

/// <summary>
/// What the shared cache holds of a token: Keystone's answer as it was, and when Keystone was asked, so that two levels of
/// cache do not add up. keystonemiddleware can read it. The other way round its own entries, which do not say how old they
/// are, count as none. Never the token itself.
/// </summary>
/// <remarks>
/// Three members and not two: keystonemiddleware takes whatever has two for its old pair of an answer and an expiry, and fails.
/// </remarks>
internal static class SharedTokenEntry
{
    private const string AskedAt = "nova_pollinate_asked_at";
    private const string Catalog = "nova_pollinate_catalog";

    /// <summary>The clocks of hosts may differ by so much.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    private static readonly Uri Source = new("cache:/token");

    /// <param name="answer">Keystone's answer, which has been read without fault.</param>
    /// <param name="askedAt">When it was asked.</param>
    /// <param name="withCatalog">It was asked for the catalog as well.</param>
    public static byte[] Write(ReadOnlyMemory<byte> answer, DateTimeOffset askedAt, bool withCatalog)
    {
        var buffer = new ArrayBufferWriter<byte>(answer.Length + 128);
        using (var document = JsonDocument.Parse(answer))
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("token");
            document.RootElement.GetProperty("token").WriteTo(writer);
            writer.WriteNumber(AskedAt, askedAt.ToUnixTimeMilliseconds());
            writer.WriteBoolean(Catalog, withCatalog);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads one as strictly as an answer of Keystone's.</summary>
    /// <param name="json">What the cache held, which may be anything.</param>
    /// <param name="withCatalog">The catalog is needed.</param>
    /// <param name="lifetime">How old it may be.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null when it says nothing that is of use here, but nothing wrong either.</returns>
    /// <exception cref="OpenStackException">It is not what a daemon has written.</exception>
    public static SharedToken? Read(ReadOnlyMemory<byte> json, bool withCatalog, TimeSpan lifetime, DateTimeOffset now)
    {
        var answer = new HttpAnswer(HttpMethod.Get, Source, StatusCodes.Status200OK, json, null);
        var root = answer.ReadJson();
        if (root.ValueKind != JsonValueKind.Object)
            throw new OpenStackException("It is no object.");
        if (!root.TryGetProperty(AskedAt, out var askedAt))
            return null;
        if (askedAt.ValueKind != JsonValueKind.Number || !askedAt.TryGetInt64(out var milliseconds))
            throw new OpenStackException("It does not say when Keystone was asked.");
        var hasCatalog = root.TryGetProperty(Catalog, out var catalog) && catalog.ValueKind == JsonValueKind.True;
        // No subtraction of what may be any number.
        var latest = (now + ClockDifference).ToUnixTimeMilliseconds();
        var earliest = (now - lifetime).ToUnixTimeMilliseconds();
        if (milliseconds > latest || milliseconds <= earliest || (withCatalog && !hasCatalog))
            return null;

        var age = now - DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return new(ValidatedTokenReader.Read(answer, withCatalog), age > TimeSpan.Zero ? age : TimeSpan.Zero);
    }
}
