using System.Text.Json.Nodes;
using Fixture.Versions.Part;
using Pollinate.Abstractions;

namespace Fixture.Versions;

/// <summary>
/// Says which version runs and which version of its dependency; the two belong together. A request whose metadata names a
/// file under <c>hold</c> waits until the file is there, and says that it waits by one beside it.
/// </summary>
[Provider("version")]
[ProviderOption("word", Default = "none", Help = "A word to give back.")]
public sealed class VersionProvider(ProviderSettings settings) : PollinateProvider
{
    /// <inheritdoc/>
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        if (context.Metadata.TryGetValue("hold", out var file))
        {
            await File.WriteAllTextAsync(file + ".waiting", "", cancellationToken);
            while (!File.Exists(file))
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }

        return new JsonObject
        {
            ["plugin"] = OwnVersion.Number,
            // Loaded at the first request, and not with the plugin.
            ["part"] = PartVersion.Number,
            ["word"] = settings.GetText("word"),
        };
    }
}
