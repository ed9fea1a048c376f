using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Gives the JSON text that its section says.</summary>
[Provider("first")]
[ProviderOption("json", Help = "The text to give.")]
public sealed class FirstProvider(ProviderSettings settings) : JsonProvider(settings);
