using System.CommandLine;
using Pollinate.Host.Commands.Help;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Commands;
using Pollinate.Host.Hosting;
using Pollinate.Host.Permissions;

namespace Pollinate.Host.Commands;

/// <summary><c>nova-pollinate providers</c>: lists the providers, and whether they can be used.</summary>
internal static class ProvidersCommand
{
    /// <param name="switches">The switches that say which files are read.</param>
    public static Command Create(ConfigurationSwitches switches)
    {
        var all = new Option<bool>("--all") { Description = "List as well what the plugin folders hold and nobody lists; it has no say in the exit code." };
        var json = new Option<bool>("--json") { Description = "Print JSON: a list of objects. Without it: a table, cut to the width of the terminal when there is one." };
        var pin = new Option<bool>("--pin")
        {
            Description = "Print, and nothing else, the line for the section [plugins] that lets no other plugins be loaded than these as they are now: " +
                "those that [DEFAULT] providers needs, or with --all every plugin there is.",
        };
        var command = new DocumentedCommand("providers", "List the providers in the order in which they run.", Manual) { all, json, pin };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(pin))
                result.AddError("--pin prints a line of the configuration, and no JSON: leave --json out.");
        });
        command.SetAction((result, _) => CommandProcess.RunAsync((streams, _) =>
        {
            var arguments = ConfigurationArguments.OfProcess(switches.Paths(result));
            return Task.FromResult(result.GetValue(pin)
                ? Pin(arguments, result.GetValue(all), streams)
                : Run(arguments, result.GetValue(all), result.GetValue(json), streams));
        }));
        return command;
    }

    private static CommandManual Manual => new(
        ["Reads the configuration and the plugins' metadata, checks what they are linked to, and runs no code of a plugin; check does."],
        [
            new(CommandProcess.Good, "Every provider in [DEFAULT] providers can be used, as far as can be told without running it; or --pin has printed its line."),
            new(CommandProcess.Bad, "One can't, or others can write to the configuration, or it can't be read."),
        ],
        [
            new("nova-pollinate providers --all", "See what is installed and what is used of it."),
            new("nova-pollinate providers --pin", "Print the line that lets no other plugins be loaded."),
        ]);

    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The configuration can't be read.</exception>
    internal static int Run(ConfigurationArguments arguments, bool all, bool json, CommandStreams streams)
    {
        var configuration = DaemonConfiguration.Load(arguments);
        var places = FilePermissions.Find(configuration).PlaceProblems;
        streams.WriteErrors(places);
        var listed = ProviderListings.Listed(configuration);
        IReadOnlyList<ProviderListing> shown = all ? [.. listed, .. ProviderListings.NotListed(configuration)] : listed;
        if (json)
            ProviderJson.Write(streams.Output, shown);
        else
            streams.Write(writer => ProviderTable.Write(writer, shown, streams.Width));
        return places.Count == 0 && listed.All(listing => listing.Problem is null) ? CommandProcess.Good : CommandProcess.Bad;
    }

    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The configuration can't be read.</exception>
    /// <exception cref="StartException">There is nothing that could be pinned in good conscience.</exception>
    internal static int Pin(ConfigurationArguments arguments, bool all, CommandStreams streams)
    {
        var line = PluginPinning.Line(DaemonConfiguration.Load(arguments), all);
        streams.Write(writer => writer.WriteLine(line));
        return CommandProcess.Good;
    }
}
