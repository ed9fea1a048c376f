using System.Text;
using System.Text.Json.Nodes;
using Pollinate.Abstractions;

namespace Fixture.Output;

/// <summary>Gives output that can't be used, of the kind that its section says.</summary>
[Provider("output")]
[ProviderOption("kind", Help = "What is wrong with it.")]
[ProviderOption("size", Type = ProviderOptionType.Number, Default = "0", Help = "How many bytes to give, of the kind size.")]
public sealed class OutputProvider(ProviderSettings settings) : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return settings.GetText("kind") switch
        {
            "size" => ProviderResult.Parse(Encoding.ASCII.GetBytes($"\"{new string('a', (int)settings.GetNumber("size")!.Value - 2)}\"")),
            "cyclic" => ProviderResult.From(Ring.OfOne(), OutputJson.Default.Ring),
            "cyclic tree" => Cyclic(),
            "not a number" => ProviderResult.Write(writer => writer.WriteNumberValue(double.NaN)),
            "no JSON" => ProviderResult.Write(writer => writer.WriteRawValue("{\"a\":", skipInputValidation: true)),
            "deep" => ProviderResult.Write(writer => writer.WriteRawValue(new string('[', 200) + new string(']', 200), skipInputValidation: true)),
            "reserved" => new JsonObject { ["cloud-init"] = "#cloud-config\n" },
            "no Unicode" => new JsonObject { ["text"] = "\ud800" },
            "no UTF-8" => ProviderResult.Parse([(byte)'"', 0xff, (byte)'"']),
            "overlong UTF-8" => ProviderResult.Parse([(byte)'{', (byte)'"', 0xc0, 0xaf, (byte)'"', (byte)':', (byte)'1', (byte)'}']),
            "null" => null!,
            var kind => throw new InvalidOperationException("There is no kind " + kind),
        };
    }

    private static JsonObject Cyclic()
    {
        var tree = new JsonObject();
        tree["self"] = tree;
        return tree;
    }
}
