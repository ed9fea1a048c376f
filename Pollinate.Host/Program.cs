using System.CommandLine;
using Pollinate.Host.Commands;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Commands;
using Pollinate.Host.Hosting;

var switches = new ConfigurationSwitches();
var root = new RootCommand("Serves OpenStack Nova's dynamic vendordata.");
switches.AddTo(root);
root.Subcommands.Add(ConfigShowCommand.Create(switches, arguments => DaemonConfiguration.Load(arguments).Snapshot));
root.Subcommands.Add(ProvidersCommand.Create(switches));
root.Subcommands.Add(CheckCommand.Create(switches));
root.Subcommands.Add(InvokeCommand.Create(switches));
root.SetAction((result, cancellationToken) => ServeCommand.RunAsync(
    ConfigurationArguments.OfProcess(switches.Paths(result)), Console.Error, started: null, cancellationToken));

// The web host handles the signals, and the serving ends in good order.
var exitCode = await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
// A thread that a plugin left in the foreground would keep the process for ever.
Environment.Exit(exitCode);
