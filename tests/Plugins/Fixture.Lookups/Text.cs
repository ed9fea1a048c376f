using Pollinate.Abstractions;

namespace Fixture.Lookups;

internal static class Text
{
    public static ProviderResult Of(string? text) => text is null
        ? ProviderResult.Nothing
        : ProviderResult.Write(writer => writer.WriteStringValue(text));
}
