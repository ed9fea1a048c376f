using System.Text.Json;

namespace Pollinate.Host.Authentication;

/// <summary>What a token is bound to: kinds of binding with the identity that each demands. Immutable.</summary>
internal sealed class TokenBind
{
    public const string Kerberos = "kerberos";

    private readonly KeyValuePair<string, string?>[] _binds;

    private TokenBind(KeyValuePair<string, string?>[] binds) => _binds = binds;

    public static TokenBind None { get; } = new([]);

    public bool IsEmpty => _binds.Length == 0;

    public ReadOnlySpan<KeyValuePair<string, string?>> Entries => _binds;

    /// <summary>Reads the <c>bind</c> of a token; an empty one is none.</summary>
    public static TokenBind Read(JsonElement token)
    {
        if (!token.TryGetProperty("bind", out var bind) || bind.ValueKind != JsonValueKind.Object)
            return None;
        KeyValuePair<string, string?>[] binds =
        [
            .. bind.EnumerateObject().Select(entry => KeyValuePair.Create(
                entry.Name, entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null)),
        ];
        return binds.Length == 0 ? None : new(binds);
    }

    public bool Has(string kind)
    {
        foreach (var (name, _) in _binds)
        {
            if (name == kind)
                return true;
        }

        return false;
    }
}
