using System.Text.Json;
using Pollinate.Host.Pipeline;

namespace Pollinate.Fuzz.Targets;

/// <summary>
/// What a provider gave. Documented: <see cref="JsonException"/>, <see cref="InvalidOperationException"/>.
/// </summary>
internal sealed class ProviderOutputTarget : IFuzzTarget
{
    private const int Largest = 64 * 1024;

    public string Name => "provider-output";

    public InputShape Shape => InputShape.Json;

    public bool Run(ReadOnlySpan<byte> input)
    {
        ProviderOutput output;
        try
        {
            output = ProviderOutput.Read(input.ToArray(), Largest);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }

        if (!output.Json.IsEmpty)
            Expect.That(JsonElement.Parse(output.Json.Span).ValueKind != JsonValueKind.Undefined, "what goes into the answer is no JSON");
        return true;
    }
}
