using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Gives the JSON text that its section says.</summary>
[Provider("second")]
[ProviderOption("json", Help = "The text to give.")]
public sealed class SecondProvider(ProviderSettings settings) : JsonProvider(settings);
