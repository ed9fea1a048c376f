using System.Text.Json.Nodes;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Nova;

/// <summary>Reads vendordata as a guest does, with <c>nova.api.metadata.base.InstanceMetadata</c>, Nova's own.</summary>
internal static class NovaMetadata
{
    /// <summary>In place of a path: what a config drive holds.</summary>
    public const string ConfigDrive = "config-drive";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <param name="configuration">nova.conf.</param>
    /// <param name="instance">The guest.</param>
    /// <param name="paths">What it reads of the metadata API; or <see cref="ConfigDrive"/>.</param>
    /// <returns>What each path holds, or a text that says what Nova failed with; and Nova's log.</returns>
    public static Task<(JsonObject Found, string Log)> ReadAsync(string configuration, NovaInstance instance, params string[] paths) =>
        ReadAsync(network: null, configuration, instance, paths);

    /// <inheritdoc cref="ReadAsync(string, NovaInstance, string[])"/>
    /// <param name="network">Whose network Nova is in; when null, this machine's.</param>
    public static async Task<(JsonObject Found, string Log)> ReadAsync(
        OwnNetwork? network, string configuration, NovaInstance instance, params string[] paths)
    {
        var folder = Directory.CreateTempSubdirectory("nova-");
        try
        {
            var file = Path.Combine(folder.FullName, "nova.conf");
            await File.WriteAllTextAsync(file, configuration);
            const string python = "/usr/bin/python3";
            IEnumerable<string> arguments =
                [Path.Combine(AppContext.BaseDirectory, "Python", "nova_metadata.py"), file, folder.FullName, instance.ToJson(), .. paths];
            var (program, all) = network is null ? (python, arguments) : network.Enter(python, arguments);
            await using var reader = await ChildProcess.RunAsync(
                program, all, Patience, new Dictionary<string, string?> { ["PYTHONDONTWRITEBYTECODE"] = "1" });
            return (JsonNode.Parse(reader.Output)!.AsObject(), reader.Errors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
