using Pollinate.Abstractions;

namespace Pollinate.Host.Plugins;

/// <summary>An option that a provider declares with <see cref="ProviderOptionAttribute"/>, as its metadata says.</summary>
internal sealed record ProviderOption(
    string Name,
    ProviderOptionType Type,
    string? Help,
    string? Default,
    bool Secret);
