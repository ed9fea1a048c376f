using System.CommandLine;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Commands;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Commands;

/// <summary>The names of the configuration's providers, one a line, for the completion of shells. Where there are none it is silent.</summary>
internal static class ProviderNamesCommand
{
    public const string Name = "complete-providers";

    /// <param name="switches">The switches that say which files are read.</param>
    public static Command Create(ConfigurationSwitches switches)
    {
        var command = new Command(Name, "Print the names of the configuration's providers.") { Hidden = true };
        command.SetAction(result =>
        {
            foreach (var name in Names(ConfigurationArguments.OfProcess(switches.Paths(result))))
                result.InvocationConfiguration.Output.Write($"{name}\n");
            return CommandProcess.Good;
        });
        return command;
    }

    private static IEnumerable<string> Names(ConfigurationArguments arguments)
    {
        try
        {
            var configuration = DaemonConfiguration.Load(arguments);
            return ResolvedEntry.Resolve(configuration.Snapshot.Bind<DefaultOptions>().Providers, configuration.Catalog)
                .Select(entry => entry.Provider?.Name ?? entry.Entry).Distinct();
        }
        catch (ConfigurationException)
        {
            return [];
        }
    }
}
