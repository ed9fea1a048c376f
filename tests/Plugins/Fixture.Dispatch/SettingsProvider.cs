using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Gives back the options of its section.</summary>
[Provider("settings")]
[ProviderOption("text", Default = "by default", Help = "Any text.")]
[ProviderOption("number", Type = ProviderOptionType.Number, Default = "7", Help = "A number.")]
[ProviderOption("flag", Type = ProviderOptionType.Boolean, Help = "A flag without a default.")]
[ProviderOption("items", Type = ProviderOptionType.List, Default = "a,b", Help = "A list.")]
[ProviderOption("key", Secret = true, Help = "A secret.")]
public sealed class SettingsProvider(ProviderSettings settings) : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Write(writer => writer.WriteStringValue(string.Join(' ',
            settings.Section,
            settings.GetText("text"),
            settings.GetNumber("number"),
            settings.GetBoolean("flag")?.ToString() ?? "none",
            string.Join('+', settings.GetList("items")),
            settings.GetText("key") ?? "none"))));
}
