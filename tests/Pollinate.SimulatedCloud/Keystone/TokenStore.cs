using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Pollinate.SimulatedCloud.Keystone;

/// <summary>The tokens of the simulated Keystone.</summary>
internal sealed class TokenStore(CloudOptions options)
{
    private readonly ConcurrentDictionary<string, IssuedToken> _tokens = new(StringComparer.Ordinal);

    public IssuedToken Issue(SampleUser user, SampleProject? scope, bool isSystem, string method)
    {
        var now = options.Time.GetUtcNow();
        var token = new IssuedToken(
            "gAAAAA" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(96)).Replace('+', '-').Replace('/', '_'),
            user, scope, isSystem, method, now, now + options.TokenLifetime);
        _tokens[token.Value] = token;
        return token;
    }

    /// <summary>A token that was given out and not revoked, expired or not; null otherwise.</summary>
    public IssuedToken? Find(string? value) => value is null ? null : _tokens.GetValueOrDefault(value);

    /// <summary>A token that is good now; null otherwise.</summary>
    public IssuedToken? FindValid(string? value) => Find(value) is { } token && token.ExpiresAt > options.Time.GetUtcNow() ? token : null;

    /// <summary>Forgets the tokens of one user.</summary>
    public void ForgetThoseOf(SampleUser user)
    {
        foreach (var token in _tokens.Values.Where(token => token.User == user))
            _tokens.TryRemove(token.Value, out _);
    }

    /// <summary>Forgets every token.</summary>
    public void Clear() => _tokens.Clear();

    public void Revoke(string value) => _tokens.TryRemove(value, out _);
}
