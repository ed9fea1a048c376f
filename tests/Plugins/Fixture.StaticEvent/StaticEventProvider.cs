using System.Text.Json.Nodes;
using Pollinate.Abstractions;

namespace Fixture.StaticEvent;

/// <summary>
/// Listens to an event of the process and forgets to stop: the plugin stays in memory, unless a file of that name comes.
/// </summary>
[Provider("static_event")]
[ProviderOption("until", Help = "While this file is missing, the handler stays.")]
public sealed class StaticEventProvider : PollinateProvider
{
    /// <summary>Begins to listen.</summary>
    public StaticEventProvider(ProviderSettings settings)
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        if (settings.GetText("until") is { Length: > 0 } file)
            _ = ForgetAsync(file);
    }

    /// <inheritdoc/>
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult>(new JsonObject { ["text"] = "here" });

    private static async Task ForgetAsync(string file)
    {
        while (!File.Exists(file))
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
    }

    private static void OnExit(object? sender, EventArgs arguments)
    {
    }
}
