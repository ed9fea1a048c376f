using System.Text.Json;
using System.Text.RegularExpressions;
using Pollinate.Abstractions;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.RequestIds;

/// <summary>
/// The ids of one request that passed authentication, as oslo.middleware's <c>RequestId</c> gives them: a fresh one for the
/// answer, and the caller's own, if it is one, for the logs.
/// </summary>
/// <param name="RequestId">This daemon's own, <c>req-</c> and a UUID; the answer's <c>x-openstack-request-id</c>.</param>
/// <param name="GlobalRequestId">The id that the caller gave the whole operation, for the logs, or null.</param>
internal sealed partial record RequestIdPair(string RequestId, string? GlobalRequestId)
{
    public const string Header = "X-Openstack-Request-Id";

    private const string Prefix = "req-";
    private const int UuidLength = 36;

    /// <summary>See <see cref="UseHere"/>.</summary>
    internal readonly struct Use : IDisposable
    {
        public Use(RequestIdPair ids) => Flowing.Value = ids;

        public void Dispose() => Flowing.Value = null;
    }

    private static readonly AsyncLocal<RequestIdPair?> Flowing = new();

    /// <summary>The request's body, once it is read, so that what is secret in it can be kept out of the log. Not public: a record prints what is.</summary>
    internal JsonElement Body { get; set; }

    /// <summary>The instance that is asked for, once it is known.</summary>
    internal string? InstanceId { get; set; }

    /// <summary>Who asks.</summary>
    internal Caller? Caller { get; set; }

    /// <summary>What the providers gave, until the access line is written: it holds their plugins.</summary>
    internal PipelineOutput? Output { get; set; }

    /// <summary>The ids of the request that the calling code works for; null when it works for none.</summary>
    /// <remarks>Flows with the request to wherever a log line is written for it, the code of providers included.</remarks>
    public static RequestIdPair? Current => Flowing.Value;

    /// <summary>
    /// Gives a request its ids: in the answer's header, and in every log line that is written for it from here on.
    /// </summary>
    public static RequestIdPair Give(HttpContext context)
    {
        var ids = new RequestIdPair(NewId(), OfCaller(context.Request.Headers));
        context.Response.Headers[Header] = ids.RequestId;
        Flowing.Value = ids;
        context.Features.Set(ids);
        return ids;
    }

    /// <summary>Has lines that are written until it is disposed count as the request's.</summary>
    public Use UseHere() => new(this);

    private static string? OfCaller(IHeaderDictionary headers)
    {
        var inbound = headers[Header];
        return inbound.Count == 1 && Pattern().IsMatch(inbound[0]!) ? inbound[0] : null;
    }

    /// <remarks>Nobody must not guess it, so the system need not be asked for randomness.</remarks>
    private static string NewId() => string.Create(Prefix.Length + UuidLength, 0, static (id, _) =>
    {
        const byte version4 = 0x40, variant1 = 0x80;
        Span<byte> random = stackalloc byte[16];
        Random.Shared.NextBytes(random);
        random[6] = (byte)((random[6] & 0x0F) | version4);
        random[8] = (byte)((random[8] & 0x3F) | variant1);
        Prefix.CopyTo(id);
        new Guid(random, bigEndian: true).TryFormat(id[Prefix.Length..], out _);
    });

    [GeneratedRegex(@"\Areq-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
