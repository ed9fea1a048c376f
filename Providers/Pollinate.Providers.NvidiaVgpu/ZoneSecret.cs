using Pollinate.Abstractions;

namespace Pollinate.Providers.NvidiaVgpu;

/// <summary>Which secret is for the projects of some zones.</summary>
/// <param name="Prefix">How the names of the zones begin.</param>
/// <param name="SecretName">The secret that holds their licence token.</param>
internal sealed record ZoneSecret(string Prefix, string SecretName)
{
    /// <summary>Reads a list of <c>prefix:secret</c>.</summary>
    /// <exception cref="InvalidOperationException">An entry is none; the message names it.</exception>
    public static IReadOnlyList<ZoneSecret> Read(ProviderSettings settings, string option) =>
    [
        .. settings.GetList(option).Select(entry =>
            entry.Split(':', StringSplitOptions.TrimEntries) is [{ Length: > 0 } prefix, { Length: > 0 } secret]
                ? new ZoneSecret(prefix, secret)
                : throw new InvalidOperationException($"[{settings.Section}] {option}: '{entry}' is not prefix:secret, such as monash:LICENSE_TOKEN_MONASH")),
    ];
}
