using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Gives the JSON text that its section says.</summary>
[Provider("third")]
[ProviderOption("json", Help = "The text to give.")]
public sealed class ThirdProvider(ProviderSettings settings) : JsonProvider(settings);
