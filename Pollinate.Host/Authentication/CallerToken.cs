using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Primitives;

namespace Pollinate.Host.Authentication;

/// <summary>A token as it came in a request's header; not yet known to be good. No record, since a record prints its value.</summary>
internal readonly struct CallerToken
{
    /// <summary>
    /// The longest token that Keystone can be asked about, in characters: gunicorn, under which it usually runs, takes
    /// header lines of 8190 bytes, the name included.
    /// </summary>
    public const int MaximumLength = 8170;

    private const string AuthToken = "X-Auth-Token";
    private const string StorageToken = "X-Storage-Token";
    private const string ServiceToken = "X-Service-Token";

    private CallerToken(string? value, Refusal? reason)
    {
        Value = value;
        Reason = reason;
    }

    /// <summary>The token, or null when it cannot be one.</summary>
    public string? Value { get; }

    /// <summary>Why it cannot be one, or null when it can.</summary>
    public Refusal? Reason { get; }

    /// <summary>Keystone can be asked about it.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsUsable => Value is not null;

    /// <summary>The caller's token. A bad X-Auth-Token does not fall back to X-Storage-Token.</summary>
    public static CallerToken OfUser(IHeaderDictionary headers)
    {
        var values = headers.TryGetValue(AuthToken, out var token) ? token : headers[StorageToken];
        return Read(values, missing: Refusal.NoToken);
    }

    /// <summary>The token of the service that sends the request on, or null when there is none.</summary>
    public static CallerToken? OfService(IHeaderDictionary headers) =>
        headers.TryGetValue(ServiceToken, out var values) && !StringValues.IsNullOrEmpty(values)
            ? Read(values, missing: Refusal.BlankToken)
            : null;

    private static CallerToken Read(StringValues values, Refusal missing)
    {
        if (values.Count > 1)
            return new(null, Refusal.SeveralTokens);
        if (string.IsNullOrEmpty(values))
            return new(null, missing);

        var token = values.ToString().Trim();
        if (token.Length == 0)
            return new(null, Refusal.BlankToken);
        if (token.Length > MaximumLength)
            return new(null, Refusal.TooLong);
        // No token has such characters, and no header that asks about it could carry them.
        return token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? new(null, Refusal.NotAToken)
            : new(token, null);
    }
}
